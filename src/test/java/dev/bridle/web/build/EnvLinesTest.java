package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.bridle.organization.InvalidField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvLinesTest {
  @Test
  void eachLineIsAVariable() {
    assertThat(EnvLines.of("env", "A=1\n\n# not me=1\n B =two = words \nEMPTY=\n"))
        .containsExactly(entry("A", "1"), entry("B", "two = words "), entry("EMPTY", ""));
  }

  @Test
  void nothingIsNoVariable() {
    assertThat(EnvLines.of("env", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "A, no = in line 1",
    "=1, no variable can have",
    "1A=1, no variable can have",
    "A B=1, no variable can have",
    "'A=1\nA=2', A a second time in line 2",
    "'\n\nX-Y=1', line 3"
  })
  void whatIsNoVariableIsSaidWithItsLine(String text, String why) {
    assertThatThrownBy(() -> EnvLines.of("env", text))
        .isInstanceOfSatisfying(
            InvalidField.class,
            invalid -> {
              assertThat(invalid.field()).isEqualTo("env");
              assertThat(invalid.reason()).contains(why);
            });
  }
}
