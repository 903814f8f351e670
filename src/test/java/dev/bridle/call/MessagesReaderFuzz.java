package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.PriceBook;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Any bytes as a body of Messages: either it is refused in a sentence, or what is read of it is
 * what every other reader sees, and what is spliced changes nothing else.
 */
public final class MessagesReaderFuzz {
  private static final PriceBook PRICES = PriceBook.anthropic();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private MessagesReaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] body) {
    MessagesRequest read;
    try {
      read = MessagesReader.read(body);
    } catch (Refused refused) {
      assertSentence(refused);
      return;
    }
    assertUtf8(body);
    assertCanBeKept(read);
    for (JsonNode view : BodyView.all(body)) {
      assertFields(read, view);
      assertBound(read.features(), view);
    }
    Rewrite rewrite = read.rewritten(Map.of(), true, PRICES, NOW);
    if (rewrite.made().isEmpty()) {
      assertThat(rewrite.body().bytes()).isSameAs(body);
    } else {
      assertRewritten(body, read, rewrite);
    }
  }

  static void assertSentence(Refused refused) {
    assertThat(refused.refusal()).isInstanceOf(Refusal.BadBody.class);
    String sentence = ((Refusal.BadBody) refused.refusal()).sentence();
    assertThat(sentence).endsWith(".").hasSizeLessThan(500);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(sentence)).isTrue();
  }

  static void assertUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw new AssertionError("a body that is not UTF-8 was read", e);
    }
  }

  /** What goes into the ledger is text that every database takes. */
  static void assertCanBeKept(ModelRequest read) {
    var texts = new ArrayList<String>(List.of(read.model()));
    read.fields().forEach((name, value) -> texts.addAll(List.of(name, value)));
    texts.addAll(read.betas());
    read.features().serverTools().forEach(tool -> texts.add(tool.type()));
    assertThat(texts)
        .allMatch(text -> text.indexOf('\0') < 0)
        .allMatch(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  private static void assertFields(MessagesRequest read, JsonNode view) {
    assertThat(view.path("model").stringValue()).isEqualTo(read.model());
    assertThat(view.path("stream").asBoolean(false)).isEqualTo(read.stream());
    if (read.maxTokens().isPresent()) {
      assertThat(view.path("max_tokens").isIntegralNumber()).isTrue();
      assertThat(view.path("max_tokens").longValue()).isEqualTo(read.maxTokens().getAsLong());
    } else {
      assertThat(view.hasNonNull("max_tokens")).isFalse();
    }
    assertThat(view.path("speed").stringValue(null)).isEqualTo(read.speed());
    assertThat(read.fields().keySet()).containsExactlyInAnyOrderElementsOf(view.propertyNames());
    for (String name : List.of("inference_geo", "service_tier")) {
      assertThat(read.fields().getOrDefault(name, "")).isEqualTo(view.path(name).stringValue(""));
    }
    assertThat(read.betas()).containsAll(betas(view));
  }

  private static List<String> betas(JsonNode view) {
    var names = new ArrayList<String>();
    for (String field : List.of("betas", "anthropic_beta")) {
      JsonNode value = view.path(field);
      List<JsonNode> entries = value.isArray() ? value.valueStream().toList() : List.of(value);
      for (JsonNode entry : entries) {
        for (String name : entry.stringValue("").split(",", -1)) {
          if (!name.isBlank()) {
            names.add(name.strip());
          }
        }
      }
    }
    return names;
  }

  /** Whoever reads less of a body than we do may only find less. */
  private static void assertBound(BodyFeatures found, JsonNode view) {
    var truth = new BodyTruth();
    truth.body(view);
    assertThat(found.serverTools()).containsAll(truth.tools);
    assertThat(found.serverTools().size()).isGreaterThanOrEqualTo(truth.tools.size());
    assertThat(found.cacheWrites()).isGreaterThanOrEqualTo(truth.writes());
    assertThat(found.fillsWindow() || !(truth.dense || truth.referenced)).isTrue();
    assertThat(found.mayGrow() || !(truth.referenced || !truth.tools.isEmpty())).isTrue();
    assertThat(found.unbounded().isPresent() || !truth.unbounded).isTrue();
    assertThat(found.hiddenTokens()).isGreaterThanOrEqualTo(truth.pictures * 4_784L);
  }

  private static void assertRewritten(byte[] body, MessagesRequest read, Rewrite rewrite) {
    List<JsonNode> before = BodyView.all(body);
    List<JsonNode> after = BodyView.all(rewrite.body().bytes());
    for (int i = 0; i < before.size(); i++) {
      var expected = new RewriteTruth(before.get(i), rewrite).body();
      assertThat(after.get(i)).isEqualTo(expected);
    }
    MessagesRequest again = MessagesReader.read(rewrite.body().bytes());
    assertThat(again.rewritten(Map.of(), true, PRICES, NOW).made()).isEmpty();
    assertThat(again.model()).isEqualTo(rewrite.model());
    assertThat(again.maxTokens()).isEqualTo(read.maxTokens());
    assertThat(again.features().serverTools())
        .containsExactlyInAnyOrderElementsOf(read.features().serverTools());
  }
}
