package dev.bridle.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text, however it is made, does more than be refused. */
class HostileConditionTest {
  private static final Vocabulary WORDS = Vocabulary.BUILDS;

  private static final List<String> PIECES =
      List.of(
          "true",
          "false",
          "null",
          "includes",
          "build.branch",
          "build.state",
          "build.number",
          "build.creator.teams",
          "build.fixed",
          "env",
          "build.env",
          "(",
          ")",
          "[",
          "]",
          ",",
          "?",
          ":",
          "!",
          "&&",
          "||",
          "==",
          "!=",
          "=~",
          "!~",
          "'a'",
          "\"b$FOO\"",
          "\"",
          "'",
          "/a+/",
          "/(/",
          "/[/i",
          "$FOO",
          "${FOO:-x}",
          "${",
          "}",
          "$",
          "\\",
          "//",
          "\n",
          "12",
          ".",
          "é",
          "{2}",
          "(?",
          "build.branch == 'a'",
          "build.state == 'passed'",
          "['a', 'b']",
          "env('A')");

  /** Refused, or asked without harm. */
  private static boolean parses(String text) {
    try {
      assertThat(
              Condition.parse(text, WORDS)
                  .ask(TestValues.BUILD, Deadline.in(Duration.ofSeconds(1))))
          .isNotNull();
      return true;
    } catch (InvalidCondition e) {
      assertThat(e.sentence()).isNotBlank();
      return false;
    }
  }

  @Test
  void randomTextsAreRefusedOrAsked() {
    var random = new Random(20261124);
    int parsed = 0;
    for (int i = 0; i < 40_000; i++) {
      var text = new StringBuilder();
      int pieces = 1 + random.nextInt(9);
      for (int j = 0; j < pieces; j++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())))
            .append(random.nextInt(3) == 0 ? "" : " ");
      }
      parsed += parses(text.toString()) ? 1 : 0;
    }
    assertThat(parsed).isPositive();
  }

  @Test
  void randomRegularExpressionsAreRefusedOrAsked() {
    var random = new Random(7);
    String signs = "ab(|)[]{}*+?^$.\\:=!<>0123,-&iP'kQpdwsb\\";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder("build.branch =~ /");
      int length = 1 + random.nextInt(14);
      for (int j = 0; j < length; j++) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      parses(text.append('/').toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "!",
        "[",
        "true ? ",
        "env(",
        "true == ",
        "${A:-",
        "\"${A:-",
        "true && (",
        "/(",
        "/(?:"
      })
  void whatIsNestedWithoutEndIsRefused(String piece) {
    assertThat(parses(piece.repeat(8000 / piece.length()))).isFalse();
  }

  @Test
  void longChainsAreNoNesting() {
    assertThat(parses("true || ".repeat(900) + "false")).isTrue();
    assertThat(parses("true && ".repeat(900) + "false")).isTrue();
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> Condition.parse("true " + " ".repeat(9000), WORDS))
        .isInstanceOf(InvalidCondition.class)
        .hasMessageContaining("at most 8192 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/^(a+)+$/",
        "/(a|a)*b/",
        "/(a*)*b/",
        "/^(a|aa)+$/",
        "/(?:(?:(?:){200}){200}){200}x/"
      })
  @Timeout(5)
  void aRegularExpressionThatTakesForEverFails(String regex) throws InvalidCondition {
    var values = new TestValues(Map.of("build.branch", "a".repeat(5000) + "!"), Map.of());
    var condition = Condition.parse("build.branch =~ " + regex, WORDS);
    assertThat(condition.ask(values, Deadline.in(Duration.ofMillis(200))))
        .isNotInstanceOf(Verdict.Holds.class);
  }

  @Test
  void aTextThatOverflowsTheStackOfTheMatcherFails() throws InvalidCondition {
    var values = new TestValues(Map.of("build.branch", "ab".repeat(200_000)), Map.of());
    var condition = Condition.parse("build.branch =~ /^(a|b)*$/", WORDS);
    assertThat(condition.ask(values, Deadline.in(Duration.ofSeconds(2))))
        .isInstanceOf(Verdict.Failed.class);
  }
}
