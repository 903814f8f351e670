package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.pipeline.Variables.Meaning;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
  private static final Map<String, String> KNOWN =
      Map.of("NAME", "value", "EMPTY", "", "LONG", "0123456789", "ÄRGER", "umlaut", "EURO", "5€");

  private static Meaning meaning(String name) {
    if (name.startsWith("KEEP")) {
      return new Meaning.AsWritten();
    }
    if (name.equals("LATER")) {
      return new Meaning.Later("<later>");
    }
    if (name.equals("REFUSED")) {
      throw new InvalidPipeline("refused");
    }
    return KNOWN.containsKey(name) ? new Meaning.Value(KNOWN.get(name)) : new Meaning.Unset();
  }

  private static String expanded(String text) {
    return Interpolation.expand(text, InterpolationTest::meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          nothing to do here          | nothing to do here
          $NAME                       | value
          ${NAME}                     | value
          a$NAME.b${NAME}c            | avalue.bvaluec
          $NAME$NAME                  | valuevalue
          <$UNSET>                    | <>
          <${UNSET}>                  | <>
          $ÄRGER                      | umlaut
          $_X $1 $@ $? $              | $_X $1 $@ $? $
          ${NAME:-word}               | value
          ${EMPTY:-word}              | word
          ${UNSET:-word}              | word
          ${UNSET:-}.                 | .
          ${UNSET:-a $NAME b}         | a value b
          ${UNSET:-${EMPTY:-${NAME}}} | value
          ${UNSET:-{"a":1}            | {"a":1
          ${NAME-word}                | value
          <${EMPTY-word}>             | <>
          ${UNSET-word}               | word
          ${UNSET-${NAME}!}           | value!
          ${NAME:-$REFUSED}           | value
          ${NAME-${UNSET?gone}}       | value
          ${LONG:3}                   | 3456789
          ${LONG:0:4}                 | 0123
          ${LONG:2:3}                 | 234
          ${LONG: -3}                 | 789
          ${LONG: -3:2}               | 78
          ${LONG:1:-2}                | 1234567
          <${LONG:20}>                | <>
          ${LONG:5:99}                | 56789
          ${LONG: -99:2}              | 01
          <${LONG:5:-9}>              | <>
          <${UNSET:1:2}>              | <>
          ${LONG:2147483647:2147483647}. | .
          ${EURO:1:3}                 | €
          ${NAME?}                    | value
          ${NAME?gone}                | value
          <${EMPTY?gone}>             | <>
          $$NAME                      | $NAME
          \\$NAME                     | $NAME
          $${NAME:-x}                 | ${NAME:-x}
          $$$NAME                     | $value
          $$$$                        | $$
          $(date)                     | $(date)
          $(echo $NAME)               | $(echo value)
          $$(date)                    | $(date)
          \\\\                        | \\\\
          \\\\$NAME                   | \\\\value
          \\n \\" \\                  | \\n \\" \\
          ${UNSET:-\\$NAME}           | $NAME
          cost: 5$                    | cost: 5$
          $KEEP                       | $KEEP
          ${KEEP}                     | ${KEEP}
          ${KEEP:-$NAME}              | ${KEEP:-$NAME}
          ${KEEP:+${NAME:-\\}}}!      | ${KEEP:+${NAME:-\\}}}!
          ${KEEP##*/}$NAME            | ${KEEP##*/}value
          $LATER/${LATER:-x}${LATER?} | <later>/<later><later>
          """)
  void everyFormIsExpanded(String text, String result) {
    assertThat(expanded(text)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ${UNSET?}          | $UNSET: not set
          ${UNSET?is gone}   | $UNSET: is gone
          ${UNSET?no $NAME}  | $UNSET: no value
          ${NAME:?gone}      | "${NAME:?gone}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME:+word}      | "${NAME:+word}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME+word}       | "${NAME+word}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME=word}       | "${NAME=word}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME#x}          | "${NAME#x}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME%%x}         | "${NAME%%x}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME/a/b}        | "${NAME/a/b}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${#NAME}           | "${#NAME}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${1}               | "${1}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${_X}              | "${_X}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${}                | "${}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME:x}          | "${NAME:x}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME:1:x}        | "${NAME:1:x}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME:1:2:3}      | "${NAME:1:2:3}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME:99999999999}| "${NAME:99999999999}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          ${NAME             | "${NAME" has no closing brace
          ${NAME:-word       | "${NAME:-word" has no closing brace
          ${NAME:1           | "${NAME:1" has no closing brace
          ${KEEP:-x          | "${KEEP:-x" has no closing brace
          ${LATER:0:3}       | the value of LATER is known only when the job starts, so no part of it can be taken
          ${UNSET:-$REFUSED} | refused
          """)
  void whatIsNotInTheLanguageIsRefused(String text, String message) {
    assertThatThrownBy(() -> expanded(text))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessage(message);
  }

  @Test
  void aReferenceMayEndTheText() {
    assertThatThrownBy(() -> expanded("${"))
        .hasMessage(
            "\"${\" is not a form of interpolation; write $$ instead of $ to leave it to the job's"
                + " shell");
    assertThat(expanded("$")).isEqualTo("$");
    assertThat(expanded("")).isEmpty();
  }

  @Test
  void wordsCannotBeNestedWithoutEnd() {
    assertThatThrownBy(() -> expanded("${UNSET:-".repeat(100_000)))
        .hasMessage("variable references are nested too deeply");
  }

  @Test
  void aTextCannotGrowWithoutEnd() {
    assertThatThrownBy(() ->
            Interpolation.expand("$A".repeat(2_000), name -> new Meaning.Value("a".repeat(1_000))))
        .hasMessage("becomes longer than 1000000 characters when its variables are replaced");
  }
}
