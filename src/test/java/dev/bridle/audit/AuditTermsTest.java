package dev.bridle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTermsTest {
  private static AuditTerms.Term term(AuditTerms.Key key, boolean isNot, String value) {
    return new AuditTerms.Term(key, isNot, value);
  }

  @Test
  void termsAreReadOnce() throws AuditTerms.NotUnderstood {
    assertThat(
            AuditTerms.of(" type:pipeline_updated -ACTOR:a@b.c   type:PIPELINE_UPDATED ").terms())
        .containsExactly(
            term(AuditTerms.Key.TYPE, false, "PIPELINE_UPDATED"),
            term(AuditTerms.Key.ACTOR, true, "a@b.c"));
  }

  @Test
  void onlyKnownKeysMakeASearchByKeys() {
    for (String words : List.of("", "ana", "10:30", "http://x", "subtype:x", "a-type:x")) {
      assertThat(AuditTerms.isMeant(words)).as(words).isFalse();
    }
    for (String terms : List.of("type:", "x -pipeline:y", "\tactor:z", "Type:x")) {
      assertThat(AuditTerms.isMeant(terms)).as(terms).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type:PIPLINE_UPDATED | Unknown event type \"PIPLINE_UPDATED\". Did you mean PIPELINE_UPDATED?",
        "type:moon | Unknown event type \"moon\".",
        "actor:a b | \"b\" has no key. Beside keys there can be no other words.",
        "actor: | The key \"actor\" needs a value, right after the colon.",
        "type:USER_UPDATED colour:red | Unknown key \"colour\". There are type, pipeline and actor.",
        "actor:a actor:b actor:c actor:d | A search has at most 3 different terms.",
      })
  void whatIsWrongIsToldInASentence(String text, String sentence) {
    assertThatThrownBy(() -> AuditTerms.of(text))
        .isInstanceOf(AuditTerms.NotUnderstood.class)
        .hasMessage(sentence);
  }

  @Test
  void aHugeSearchIsRefused() {
    assertThatThrownBy(() -> AuditTerms.of("type:" + "X".repeat(100_000)))
        .hasMessage("A search has at most 250 characters.");
  }

  /** What the page of the API tells of, and nothing else, can be searched for. */
  @Test
  void typesAreThoseOfTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("docs", "api", "audit-events.md"));
    var told =
        Pattern.compile("`((?:[A-Z][a-z]+)+)Event`")
            .matcher(page.substring(page.indexOf("| Subject | Types |")))
            .results()
            .map(found -> found.group(1).replaceAll("(?<!^)([A-Z])", "_$1"))
            .map(name -> name.toUpperCase(java.util.Locale.ROOT))
            .toList();
    assertThat(AuditTypes.bySubjects().values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(told);
  }

  @Test
  void kindsOfThingsAreThoseOfTheDocumentationAndOfTheTypes() throws IOException {
    String line =
        Files.readAllLines(Path.of("docs", "api", "audit-events.md")).stream()
            .filter(one -> one.startsWith("| `subject_type`"))
            .findFirst()
            .orElseThrow();
    assertThat(Pattern.compile("`([A-Z_]+)`").matcher(line).results().map(one -> one.group(1)))
        .containsExactlyElementsOf(AuditSubjects.all());
    var types = AuditTypes.bySubjects().values().stream().flatMap(List::stream).toList();
    assertThat(AuditSubjects.all())
        .allSatisfy(kind -> assertThat(types).anyMatch(type -> type.startsWith(kind + "_")));
    assertThat(types)
        .filteredOn(
            type -> AuditSubjects.all().stream().noneMatch(kind -> type.startsWith(kind + "_")))
        .containsExactly("OIDC_SIGN_IN_REFUSED");
  }

  @Test
  void aNameOfAnyLengthIsAnswered() {
    String name = "Ab".repeat(500_000) + "Event";
    assertThat(AuditTypes.named(name)).hasSize(name.length());
    assertThat(AuditTypes.unknown(name))
        .hasValue("Unknown event type \"" + name.substring(0, 25) + "…\".");
    assertThat(AuditSubjects.unknown(name).orElseThrow()).hasSizeLessThan(100);
    assertThat(AuditTypes.named("ModelProviderUpdatedEvent")).isEqualTo("MODEL_PROVIDER_UPDATED");
    assertThat(AuditTypes.named("Event")).isEqualTo("EVENT");
    assertThat(AuditSubjects.unknown("Modle provider"))
        .hasValue("Unknown kind of thing \"Modle provider\". Did you mean MODEL_PROVIDER?");
    assertThat(AuditSubjects.unknown("model provider")).isEmpty();
  }
}
