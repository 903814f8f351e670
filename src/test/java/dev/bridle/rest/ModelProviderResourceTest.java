package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connecting a provider over REST: the key is checked, sealed, never shown, and each act audited.
 */
@OnBothEngines
class ModelProviderResourceTest {
  private static final String KEY = "sk-ant-own-key-abcd1234WXYZ";
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final FakeProvider other =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk;

  ModelProviderResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
    other.close();
  }

  private JsonNode put(int status, String body) {
    var answer = desk.put("model-providers/anthropic", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode shown() {
    return JsonMapper.shared().readTree(desk.getRest("model-providers/anthropic").body());
  }

  private String byo(String more) {
    return "{\"method\":\"byo\",\"token\":\"" + KEY + "\"" + more + "}";
  }

  @Test
  void anOwnKeyIsCheckedAndOnlyItsLastFourCharactersAreShown() {
    var saved = put(200, byo(""));
    assertThat(saved.path("verified").asBoolean()).isTrue();
    assertThat(saved.path("key_last4").asString()).isEqualTo("WXYZ");
    assertThat(saved.toString()).doesNotContain(KEY);
    assertThat(shown().propertyNames())
        .contains(
            "provider", "method", "base_url", "enabled", "verified", "key_last4", "last_used_at");
    var check = provider.asked().getLast();
    assertThat(check.method() + " " + check.target()).isEqualTo("GET /v1/models");
    assertThat(check.headers()).containsEntry("x-api-key", KEY);
  }

  @Test
  void aCallUsesTheOwnKeyAndTheNextOneAChangedKey() {
    put(200, byo(""));
    desk.post("/v1/messages", ASK);
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", KEY);
    put(200, byo(",\"auth\":\"bearer\"").replace("WXYZ", "9999"));
    desk.post("/v1/messages", ASK);
    assertThat(provider.asked().getLast().headers())
        .containsEntry("authorization", "Bearer " + KEY.replace("WXYZ", "9999"))
        .doesNotContainKey("x-api-key");
  }

  @Test
  void aRejectedKeyIsNotSaved() {
    provider.behave(answering(401, "application/json", "{}"));
    assertThat(put(422, byo("")).path("message").asString())
        .isEqualTo("The provider rejected this token; nothing was saved.");
    assertThat(shown().path("method").asString()).isEqualTo("hosted");
  }

  @Test
  void anyOtherTroubleSavesTheKeyUnverified() {
    provider.behave(answering(500, "application/json", "{}"));
    assertThat(put(200, byo("")).path("verified").asBoolean()).isFalse();
    provider.close();
    assertThat(put(200, byo("")).path("verified").asBoolean()).isFalse();
  }

  @Test
  void aChangedAddressNeedsTheKeyAgain() {
    put(200, byo(""));
    assertThat(
            put(422, "{\"method\":\"byo\",\"base_url\":\"" + other.url() + "\"}")
                .path("message")
                .asString())
        .startsWith("A changed base_url needs the token again");
    assertThat(other.asked()).isEmpty();
    put(200, byo(",\"base_url\":\"" + other.url() + "\""));
    desk.post("/v1/messages", ASK);
    assertThat(other.messages()).isEqualTo(1);
    assertThat(put(422, "{\"base_url\":null}").path("message").asString()).contains("token again");
  }

  @Test
  void aLeftOutTokenKeepsTheStoredOne() {
    put(200, byo(""));
    put(200, "{\"enabled\":false}");
    put(200, "{\"method\":\"byo\",\"enabled\":true}");
    desk.post("/v1/messages", ASK);
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", KEY);
  }

  @Test
  void anAddressBelongsToAnOwnKeyAndMustBeASafeOne() {
    String at = ",\"base_url\":\"%s\"}";
    assertThat(
            put(422, "{\"method\":\"hosted\"" + at.formatted("https://x.test"))
                .path("message")
                .asString())
        .startsWith("base_url can't be set for the method hosted");
    for (String url :
        new String[] {
          "http://10.0.0.1",
          "ftp://x.test",
          "https://u:p@x.test",
          "https://x.test/v1",
          "https://169.254.169.254"
        }) {
      put(422, byo(at.formatted(url).replace("}", "")));
    }
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void badFieldsAreNamed() {
    assertThat(put(422, "{\"methd\":\"byo\"}").path("message").asString())
        .isEqualTo("There is no field 'methd' here.");
    assertThat(put(422, "{\"method\":\"free\"}").path("message").asString())
        .startsWith("method must");
    assertThat(
            put(422, "{\"method\":\"byo\",\"token\":\"a b\\nc d e f g\"}")
                .path("message")
                .asString())
        .startsWith("token must be");
    put(400, "[]");
    put(400, "{");
    assertThat(desk.put("model-providers/nobody", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void everyActIsAuditedWithoutTheKey() {
    put(200, byo(""));
    put(200, "{\"enabled\":false}");
    desk.delete("model-providers/anthropic");
    var types =
        desk.database()
            .read(sql ->
                sql.select(dev.bridle.store.schema.Tables.AUDIT_EVENT.TYPE)
                    .from(dev.bridle.store.schema.Tables.AUDIT_EVENT)
                    .orderBy(dev.bridle.store.schema.Tables.AUDIT_EVENT.ID)
                    .fetch(r -> r.value1()));
    assertThat(types)
        .filteredOn(type -> type.startsWith("MODEL_PROVIDER"))
        .containsExactly(
            "MODEL_PROVIDER_CREATED",
            "MODEL_PROVIDER_UPDATED",
            "MODEL_PROVIDER_UPDATED",
            "MODEL_PROVIDER_DELETED");
    var data =
        desk.database()
            .read(sql ->
                sql.select(dev.bridle.store.schema.Tables.AUDIT_EVENT.DATA)
                    .from(dev.bridle.store.schema.Tables.AUDIT_EVENT)
                    .where(dev.bridle.store.schema.Tables.AUDIT_EVENT.TYPE.like("MODEL_PROVIDER%"))
                    .orderBy(dev.bridle.store.schema.Tables.AUDIT_EVENT.ID)
                    .fetch(r -> r.value1()));
    assertThat(data.get(2))
        .isEqualTo("{\"before\":{\"enabled\":true},\"after\":{\"enabled\":false}}");
    assertThat(String.join("", data)).doesNotContain(KEY).contains("\"key_changed\":true");
  }

  @Test
  void theKeyIsNowhereInTheDataFolder() throws IOException {
    put(200, byo(""));
    desk.post("/v1/messages", ASK);
    try (var files = Files.walk(desk.data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }

  @Test
  void theKeyOutlivesARestart() throws IOException {
    put(200, byo(""));
    desk.restart();
    desk.post("/v1/messages", ASK);
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", KEY);
  }

  @Test
  void theSandboxNeedsNoKeyAndAnswersAtTheSameAddress() {
    put(200, "{\"method\":\"sandbox\"}");
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("[sandbox]");
    assertThat(answer.headers().firstValue("Bridle-Sandbox")).contains("true");
    assertThat(provider.messages()).isZero();
    assertThat(desk.usage("model").at("/totals/cost_usd").asString()).isEqualTo("0");
    assertThat(desk.usage("model").at("/totals/calls").asInt()).isEqualTo(1);
    assertThat(shown().path("last_used_at").isNull()).isFalse();
  }

  @Test
  void theLoopbackOfIpv6IsAllowedToo() {
    var saved = put(200, byo(",\"base_url\":\"http://[::1]:9\""));
    assertThat(saved.path("verified").asBoolean()).isFalse();
  }

  @Test
  void ofAShortKeyNothingIsShown() {
    put(200, "{\"method\":\"byo\",\"token\":\"abcd\"}");
    assertThat(shown().path("key_last4").isNull()).isTrue();
  }

  @Test
  void aKeyOfOpenAiIsSentAsItsSdksDoAndBringsItsOwnLimits() {
    var answer =
        desk.put(
            "model-providers/openai",
            "{\"method\":\"byo\",\"token\":\"sk-proj-own-abcd1234WXYZ\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var saved = JsonMapper.shared().readTree(answer.body());
    assertThat(saved.path("provider").asString()).isEqualTo("openai");
    assertThat(saved.path("auth").asString()).isEqualTo("bearer");
    assertThat(saved.path("verified").asBoolean()).isTrue();
    var check = provider.asked().getLast();
    assertThat(check.method() + " " + check.target()).isEqualTo("GET /v1/models");
    assertThat(check.headers())
        .containsEntry("authorization", "Bearer sk-proj-own-abcd1234WXYZ")
        .doesNotContainKeys("x-api-key", "anthropic-version");
    var limits = JsonMapper.shared().readTree(desk.getRest("allowances").body());
    assertThat(limits)
        .filteredOn(l -> l.path("provider").asString("").equals("openai"))
        .extracting(l -> l.path("unit").asString())
        .containsExactlyInAnyOrder("requests", "input_tokens");
  }

  @Test
  void aRejectedKeyOfOpenAiIsNotSaved() {
    provider.behave(answering(401, "application/json", "{\"error\":{}}"));
    var answer =
        desk.put(
            "model-providers/openai",
            "{\"method\":\"byo\",\"token\":\"sk-proj-own-abcd1234WXYZ\"}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(desk.getRest("model-providers/openai").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNoProviderIsSaidWithThoseThatAre() {
    var answer = desk.put("model-providers/other", "{\"method\":\"sandbox\"}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("There is no provider 'other'; known are anthropic, openai.");
  }
}
