package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fallback of a connection, over REST. */
@OnBothEngines
class ModelProviderFallbackResourceTest {
  private static final String FALLBACK = "model-providers/anthropic/fallback";
  private static final String KEY = "sk-ant-fallback-0000FFFF";
  private static final String BYO = "{\"method\":\"byo\",\"token\":\"" + KEY + "\"}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk;

  ModelProviderFallbackResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private JsonNode put(String body) {
    return read(200, desk.put(FALLBACK, body));
  }

  private void assertRefused(String path, String body, String sentence) {
    assertThat(read(422, desk.put(path, body)).path("message").asString()).isEqualTo(sentence);
  }

  private static JsonNode read(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode shown() {
    return read(200, desk.getRest(FALLBACK));
  }

  @Test
  void itIsCheckedKeptAndShownBesideTheFirst() throws IOException {
    put("{\"method\":\"byo\",\"token\":\"" + KEY + "\",\"models\":{\"a\":\"b\"}}");
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", KEY);
    desk.restart();
    assertThat(shown().path("fallback").asBoolean()).isTrue();
    assertThat(shown().path("key_last4").asString()).isEqualTo("FFFF");
    assertThat(shown().path("models").toString()).isEqualTo("{\"a\":\"b\"}");
    var all = read(200, desk.getRest("model-providers"));
    assertThat(all.valueStream().map(one -> one.path("fallback").asBoolean()))
        .containsExactly(false, true);
    assertThat(read(200, desk.getRest("model-providers/anthropic")).path("method").asString())
        .isEqualTo("hosted");
  }

  @Test
  void whatIsLeftOutStaysAndAnEmptyListEndsTheNames() {
    put("{\"method\":\"byo\",\"token\":\"" + KEY + "\",\"models\":{\"a\":\"b\"}}");
    assertThat(put("{\"enabled\":false}").path("models").size()).isEqualTo(1);
    assertThat(put("{\"models\":{}}").path("models").size()).isZero();
    assertThat(shown().path("enabled").asBoolean()).isFalse();
  }

  @Test
  void itNeedsAFirstConnection() {
    assertRefused(
        "model-providers/openai/fallback", BYO, "Connect the provider before its fallback.");
  }

  @Test
  void itCanNotBeTheSandbox() {
    assertRefused(
        FALLBACK,
        "{\"method\":\"sandbox\"}",
        "A fallback can't be the sandbox: jobs would take its answers for real ones.");
    put(BYO);
    assertRefused(
        FALLBACK,
        "{\"method\":\"sandbox\"}",
        "A fallback can't be the sandbox: jobs would take its answers for real ones.");
  }

  @Test
  void modelsBelongToAFallback() {
    assertRefused(
        "model-providers/anthropic",
        "{\"models\":{\"a\":\"b\"}}",
        "models can be set for a fallback only.");
  }

  @Test
  void namesThatCouldNotStandInARequestAreRefused() {
    String sentence =
        "models must name one model for another; a name has up to 200 printable characters, without spaces, quotes and backslashes.";
    for (String bad :
        new String[] {"", "a b", "a\\\"b", "a\\\\b", "\\u0001", "\\u00e9", "x".repeat(201)}) {
      String body = "{\"method\":\"byo\",\"token\":\"%s\",\"models\":{%s}}";
      assertRefused(FALLBACK, body.formatted(KEY, "\"a\":\"" + bad + "\""), sentence);
      assertRefused(FALLBACK, body.formatted(KEY, "\"" + bad + "\":\"a\""), sentence);
    }
    for (String bad : new String[] {"1", "\"a\"", "[]", "{\"a\":1}", "{\"a\":null}"}) {
      assertRefused(
          FALLBACK,
          "{\"method\":\"byo\",\"token\":\"%s\",\"models\":%s}".formatted(KEY, bad),
          "models must be an object that names one model for another.");
    }
    assertThat(desk.getRest(FALLBACK).statusCode()).isEqualTo(404);
    assertThat(
            put(BYO.replace("}", ",\"models\":{\"claude-x[1m]\":\"eu.a/b:c@d-v1:0\"}}"))
                .path("models"))
        .hasSize(1);
  }

  @Test
  void moreThanAHundredNamesAreRefused() {
    String names =
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> "\"m" + i + "\":\"n\"")
            .collect(Collectors.joining(","));
    assertRefused(
        FALLBACK,
        BYO.replace("}", ",\"models\":{" + names + "}}"),
        "models can't have more than 100 entries.");
  }

  @Test
  void itHasKeysOfItsOwn() {
    put(BYO);
    read(201, desk.postRest(FALLBACK + "/keys", "{\"token\":\"sk-ant-fallback-0000GGGG\"}"));
    var keys = read(200, desk.getRest(FALLBACK + "/keys"));
    assertThat(keys.valueStream().map(key -> key.path("last4").asString()))
        .containsExactly("FFFF", "GGGG");
    assertThat(desk.delete(FALLBACK + "/keys/" + keys.get(0).path("id").asString()).statusCode())
        .isEqualTo(204);
    assertThat(shown().path("key_last4").asString()).isEqualTo("GGGG");
    assertThat(read(200, desk.getRest("model-providers/anthropic/keys"))).isEmpty();
  }

  @Test
  void eachActIsAudited() {
    put("{\"method\":\"byo\",\"token\":\"" + KEY + "\",\"models\":{\"a\":\"b\"}}");
    put("{\"models\":{\"a\":\"c\"}}");
    assertThat(desk.delete(FALLBACK).statusCode()).isEqualTo(204);
    String events = desk.getRest("audit-events").body();
    assertThat(events)
        .contains(
            "ModelProviderCreatedEvent", "ModelProviderUpdatedEvent", "ModelProviderDeletedEvent")
        .contains("\"fallback\":true", "{\"a\":\"b\"}", "{\"a\":\"c\"}")
        .doesNotContain(KEY);
  }

  @Test
  void oneThatIsNotThereIsSaidToBeSo() {
    for (var answer : new HttpResponse<?>[] {desk.getRest(FALLBACK), desk.delete(FALLBACK)}) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body().toString()).contains("The fallback of anthropic is not connected.");
    }
  }
}
