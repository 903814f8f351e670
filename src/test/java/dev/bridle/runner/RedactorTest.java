package dev.bridle.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void theSameIsHiddenHoweverTheStreamIsCut(int pieces) {
    assertThat(shown("a brdj_secret, bbrdj_secretbrdj_secre end brdj_", pieces))
        .isEqualTo("a [REDACTED], b[REDACTED]brdj_secre end brdj_");
  }

  @Test
  void nothingIsHeldBackThatCannotBeASecret() {
    var redactor = new Redactor(List.of("brdj_secret"));
    byte[] line = "hello\n".getBytes(StandardCharsets.UTF_8);

    assertThat(redactor.next(line, line.length)).isEqualTo(line);
  }

  private static String shown(String text, int size) {
    var redactor = new Redactor(List.of("brdj_secret"));
    var shown = new StringBuilder();
    for (int at = 0; at < text.length(); at += size) {
      byte[] piece =
          text.substring(at, Math.min(text.length(), at + size)).getBytes(StandardCharsets.UTF_8);
      shown.append(new String(redactor.next(piece, piece.length), StandardCharsets.UTF_8));
    }
    return shown.append(new String(redactor.rest(), StandardCharsets.UTF_8)).toString();
  }
}
