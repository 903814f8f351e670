package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bridle.policy.InvalidDocument;
import dev.bridle.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line of a policy's text that a mistake is in. */
class TextPlaceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the document itself
        "{~'rules': [],~'other': 1}|3",
        "{'rules': 7}|1",
        // a rule without a usable id is known by its number
        "{'rules': [~{'id':'a','effect':'allow'},~{'effect':'deny'}]}|3",
        "{'rules': [~{'id':'a','effect':'allow'},~{'effect':'deny',~'id':'B!'}]}|4",
        "{'rules': [~{'id':'a','effect':'allow'},~{~'id':'a','effect':'deny'}]}|4",
        // one with an id, also where it stands last
        "{'rules': [~{~'effect':'no',~'id':'a'}]}|3",
        "{'rules': [~{'id':'a','effect':'deny',~'models':7}]}|3",
        // deep within a rule: at the key that it is below
        "{'rules': [~{'id':'a','effect':'limit',~'server_tools':~{'web_search':~{'max_uses':'x'}}}]}|3",
        // no JSON at all
        "{'rules': [~~}|3",
        "{'rules': [{'id':'a',~'id':'b'}]}|2",
      })
  void itIsFound(String text, int line) {
    String json = text.replace('\'', '"').replace('~', '\n');
    var problem =
        catchThrowableOfType(
            InvalidDocument.class,
            () -> PolicyDocument.read(json.getBytes(StandardCharsets.UTF_8)));
    assertThat(problem).as(json).isNotNull();
    assertThat(TextPlace.line(json, problem)).as(problem.sentence()).isEqualTo(line);
  }
}
