package dev.bridle.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conditional language: what holds, what does not, and what is no condition. */
class ConditionTest {
  private static final Vocabulary WORDS = Vocabulary.BUILDS.and(Vocabulary.STEPS);

  private static Verdict ask(String text) throws InvalidCondition {
    return Condition.parse(text, WORDS).ask(TestValues.BUILD, Deadline.in(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "",
        "  // nothing but a comment",
        "!false",
        "!!true",
        "build.branch == 'feature/login'",
        "build.branch != \"main\"",
        "build.branch =~ /^feature\\//",
        "build.branch =~ /LOGIN$/i",
        "build.branch !~ /^main$/",
        "build.number == 12",
        "build.state == 'passed' && build.source == \"webhook\"",
        "build.state != null",
        "build.tag == null",
        "null == build.tag",
        "build.tag !~ /x/",
        "!(build.tag =~ /x/)",
        "build.creator.teams includes 'core'",
        "build.creator.teams includes /^o/",
        "!(build.creator.teams includes null)",
        "!(build.pull_request.labels includes 'x')",
        "['a', 'b'] includes 'b'",
        "['a', 'b'] includes build.branch || true",
        "build.pull_request.draft",
        "build.pull_request.draft ? build.number == 12 : false",
        "false ? false : false ? false : true",
        "true || build.tag == 'x' && false",
        "env('FOO') == 'bar'",
        "env('NOT_THERE') == ''",
        "build.env('NOT_THERE') == null",
        "build.env(\"FOO\") =~ /BAR/i",
        "env(pipeline.slug) == ''",
        "env(build.source) == ''",
        "$FOO == 'bar'",
        "${FOO} == 'bar'",
        "$NOT_THERE == null",
        "${NOT_THERE:-there} == 'there'",
        "${EMPTY-other} == ''",
        "${EMPTY:-other} == 'other'",
        "${EMPTY:-${FOO}} == 'bar'",
        "${FOO+set} == 'set'",
        "${NOT_THERE+set} == ''",
        "${EMPTY:+set} == ''",
        "${FOO?} == 'bar'",
        "${LONG:2} == 'cdefgh'",
        "${LONG:2:3} == 'cde'",
        "${LONG: -3:2} == 'fg'",
        "${LONG:1:-1} == 'bcdefg'",
        "${LONG:99} == ''",
        "\"x-$FOO-${LONG:0:1}\" == 'x-bar-a'",
        "\"costs $$FOO, \\$5 and $ 3\" == 'costs $FOO, $5 and $ 3'",
        "'a\\'b' == \"a'b\"",
        "$BUILDKITE_BRANCH == build.branch",
        "build.message =~ /\\[skip ai\\]/ // that is how it is said",
        "build.message =~ /^Fix.*\\n/",
        "build.message =~ /x?(?=and)/",
        "build.branch =~ /^[[:alpha:]]+[\\/&[]+/",
        "build.branch =~ /(?i)LOGIN/",
        "build.branch =~ /^.{13}$/",
        "step.outcome == null",
        "build.number == 12 == true",
      })
  void holds(String text) throws InvalidCondition {
    assertThat(ask(text)).isEqualTo(new Verdict.Holds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "build.branch == 'main'",
        "build.tag =~ /./",
        "build.tag == 'v1'",
        "build.fixed",
        "build.fixed && true",
        "build.fixed ? true : false",
        "build.state == 'failed'",
        "build.pull_request.labels includes /./",
        "false && ${NOT_THERE?} == ''",
        "build.branch =~ /a{,2}b/",
        "env('FOO') == 'BAR'",
      })
  void doesNotHold(String text) throws InvalidCondition {
    assertThat(ask(text)).isEqualTo(new Verdict.DoesNotHold());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${NOT_THERE?} == ''",
        "${EMPTY:?must be there} == ''",
        "env(build.branch) == ''",
        "build.env($NOT_THERE) == null",
      })
  void failsAndSoDoesNotHold(String text) throws InvalidCondition {
    assertThat(ask(text)).isInstanceOf(Verdict.Failed.class);
    assertThat(Condition.parse(text, WORDS).holds(TestValues.BUILD)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          nothing == 'x'                    | `nothing` is not a variable
          build.nothing                     | `build.nothing` is not a variable
          nothing('x') == 'x'               | `nothing` is not a function
          build.state == 'past'             | "past" is not a valid 'build.state'
          'passed' == build.state           | `==` needs a variable with fixed values on its left side
          build.state == $FOO               | `==` compares 'build.state' with one of its values only
          build.state =~ /p/                | `=~` needs a string on its left side, not one of
          [build.state] includes 'x'        | A list may hold strings only
          build.state includes 'x'          | `includes` needs a list of strings on its left side
          ['a'] includes 1                  | `includes` needs a string or a regular expression
          build.branch                      | A condition must be true or false, and this is a string
          null                              | A condition must be true or false, and this is null
          build.branch && true              | `&&` needs true or false, and this is a string
          true ? 1 : 2                      | A condition must be true or false, and this is a number
          1 ? true : false                  | `?` needs true or false before it, and this is a number
          true ? 1 : 'a'                    | Both sides of `:` must be of one type
          !build.branch                     | `!` needs true or false, and this is a string
          build.branch =~ 'x'               | `=~` needs a regular expression such as
          build.number =~ /1/               | `=~` needs a string on its left side, not a number
          build.number == '12'              | `==` can't compare a number with a string
          /a/ == /a/                        | `==` can't compare regular expressions
          build.branch =~ (true ? /a/ : /b/) | A regular expression can't be chosen
          build.number > 5                  | Unexpected `>`
          build.number < 5                  | Unexpected `<`
          true true                         | Unexpected `true`
          true &&                           | Unexpected the end
          (true                             | Expected `)` instead of the end
          env() == ''                       | `env` takes one argument
          env('A','B') == ''                | `env` takes one argument
          env(1) == ''                      | `env` takes a string, not a number
          env('$A') == ''                   | The name of a variable has letters
          env('BUILDKITE_BRNCH') == ''      | did you mean `BUILDKITE_BRANCH`?
          $BUILDKITE_AGENT_ACCESS_TOKEN == '' | `BUILDKITE_AGENT_ACCESS_TOKEN` can't be used
          "${BUILDKITE_COMMITT}" == ''      | did you mean `BUILDKITE_COMMIT`?
          build..branch == ''               | `build..branch` is not a name
          build.branch. == ''               | `build.branch.` is not a name
          .branch == ''                     | Unexpected `.`
          'x == ''                          | The string has no closing quote
          "x == 1                           | The string has no closing quote
          build.branch =~ /x                | The regular expression has no closing `/`
          build.branch =~ /x/g              | The only flag of a regular expression is `i`
          build.branch =~ /(/               | is not a valid regular expression
          build.branch =~ /(?<=x)y/         | Regular expressions can't have lookbehind
          build.branch =~ /(?<!x)y/         | Regular expressions can't have lookbehind
          build.branch =~ /(?>x)y/          | Regular expressions can't have atomic groups
          build.branch =~ /(?<n>x)y/        | Regular expressions can't have named groups
          build.branch =~ /(?P<n>x)y/       | Regular expressions can't have named groups
          build.branch =~ /(x)(?(1)y)/      | Regular expressions can't have conditionals
          build.branch =~ /x++/             | Regular expressions can't have possessive quantifiers
          build.branch =~ /x*+/             | Regular expressions can't have possessive quantifiers
          build.branch =~ /x{2}+/           | Regular expressions can't have possessive quantifiers
          build.branch =~ /(?s)x/           | Regular expressions can't have flags other than `i`
          build.branch =~ /x{1001}/         | Regular expressions can't have counts above 1000
          build.branch =~ /((x{1000}){1000}){1000}/ | The regular expression repeats too much
          99999999999999999999 == 1         | The number is too large
          $ == ''                           | `$` must be followed by the name of a variable
          ${1} == ''                        | `${` must be followed by the name of a variable
          ${FOO == ''                       | `${NAME` goes on with
          ${FOO:x} == ''                    | `${NAME:offset:length}` takes whole numbers
          includes == ''                    | Unexpected `includes`
          """)
  void isNoCondition(String text, String why) {
    var thrown = catchThrowableOfType(InvalidCondition.class, () -> Condition.parse(text, WORDS));
    assertThat(thrown).as(text).isNotNull();
    assertThat(thrown.sentence()).contains(why).containsPattern("\\(at character \\d+\\)$");
  }

  @Test
  void theProblemIsToldWithoutItsPlaceToo() {
    var thrown =
        catchThrowableOfType(
            InvalidCondition.class, () -> Condition.parse("true && x == null", WORDS));
    assertThat(thrown.problem()).isEqualTo("`x` is not a variable");
    assertThat(thrown.position()).isEqualTo(8);
  }

  @Test
  void bothSidesOfAnOrAreChecked() {
    assertThat(
            catchThrowableOfType(InvalidCondition.class, () -> Condition.parse("true || 1", WORDS)))
        .hasMessage("`||` needs true or false, and this is a number (at character 9)");
  }

  @Test
  void stepsAreNotAskedAboutWhereThereAreNone() {
    assertThat(
            catchThrowableOfType(
                InvalidCondition.class,
                () -> Condition.parse("step.key == 'x'", Vocabulary.BUILDS)))
        .hasMessageContaining("`step.key` is not a variable");
  }
}
