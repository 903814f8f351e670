package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection with several keys, over REST. */
@OnBothEngines
class ModelProviderKeyResourceTest {
  private static final String KEYS = "model-providers/anthropic/keys";
  private static final String FIRST = "sk-ant-first-00000000AAAA";
  private static final String SECOND = "sk-ant-second-0000000BBBB";
  private static final FakeProvider.Behaviour TAKES_ALL =
      answering(200, "application/json", "{\"data\":[]}");

  private final FakeProvider provider = new FakeProvider(TAKES_ALL);
  private final CallDesk desk;

  ModelProviderKeyResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void connect() {
    put("{\"method\":\"byo\",\"token\":\"" + FIRST + "\"}");
  }

  private void put(String body) {
    var answer = desk.put("model-providers/anthropic", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode add(int status, String token) {
    return read(status, desk.postRest(KEYS, "{\"token\":\"" + token + "\"}"));
  }

  private static JsonNode read(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode keys() {
    return read(200, desk.getRest(KEYS));
  }

  private List<String> last4() {
    return keys().valueStream().map(key -> key.path("last4").asString()).toList();
  }

  private JsonNode connection() {
    return read(200, desk.getRest("model-providers/anthropic"));
  }

  @Test
  void aSecondKeyIsCheckedAndShownByItsLastFourCharacters() {
    connect();
    var added = add(201, SECOND);
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", SECOND);
    assertThat(added.path("last4").asString()).isEqualTo("BBBB");
    assertThat(added.path("state").asString()).isEqualTo("active");
    assertThat(added.path("verified").asBoolean()).isTrue();
    assertThat(last4()).containsExactly("AAAA", "BBBB");
    assertThat(desk.getRest(KEYS).body()).doesNotContain(FIRST, SECOND);
    assertThat(connection().path("key_last4").asString()).isEqualTo("AAAA");
  }

  @Test
  void aKeyThatTheProviderRejectsIsNotAdded() {
    connect();
    provider.behave(answering(401, "application/json", "{}"));
    assertThat(add(422, SECOND).path("message").asString())
        .isEqualTo("The provider rejected this token; nothing was saved.");
    assertThat(last4()).containsExactly("AAAA");
  }

  @Test
  void aKeyIsThereOnce() {
    connect();
    assertThat(add(422, FIRST).path("message").asString())
        .isEqualTo("This connection has this key already.");
  }

  @Test
  void keysBelongToTheMethodByo() {
    assertThat(keys()).isEmpty();
    assertThat(add(422, SECOND).path("message").asString())
        .isEqualTo("Keys are added to connections with the method byo; this one is hosted.");
    desk.delete("model-providers/anthropic");
    assertThat(desk.getRest(KEYS).statusCode()).isEqualTo(404);
    assertThat(add(404, SECOND).path("message").asString())
        .isEqualTo("The provider anthropic is not connected.");
  }

  @Test
  void anythingButATokenIsRefused() {
    connect();
    for (String body : new String[] {"{}", "{\"token\":1}", "{\"token\":\"x\",\"more\":1}"}) {
      assertThat(read(422, desk.postRest(KEYS, body)).path("message").asString())
          .isEqualTo("A key is one field: token, a string.");
    }
    assertThat(add(422, "a b").path("message").asString()).startsWith("token must be 1 to 4096");
  }

  @Test
  void aKeyIsRemovedButNotTheLast() {
    connect();
    String first = keys().get(0).path("id").asString();
    assertThat(read(422, desk.delete(KEYS + "/" + first)).path("message").asString())
        .startsWith("A connection can't be without a key");
    add(201, SECOND);
    assertThat(desk.delete(KEYS + "/" + first).statusCode()).isEqualTo(204);
    assertThat(last4()).containsExactly("BBBB");
    assertThat(desk.delete(KEYS + "/" + first).statusCode()).isEqualTo(404);
  }

  @Test
  void aNewTokenOfTheConnectionIsItsOnlyKey() {
    connect();
    add(201, SECOND);
    put("{\"token\":\"sk-ant-third-00000000CCCC\"}");
    assertThat(last4()).containsExactly("CCCC");
  }

  @Test
  void aChangeOfTheConnectionKeepsAllItsKeys() {
    connect();
    add(201, SECOND);
    put("{\"enabled\":false}");
    put("{\"auth\":\"bearer\"}");
    assertThat(provider.asked().getLast().headers())
        .containsEntry("authorization", "Bearer " + SECOND);
    assertThat(last4()).containsExactly("AAAA", "BBBB");
  }

  @Test
  void eachActIsAuditedWithoutTheKey() {
    connect();
    String added = add(201, SECOND).path("id").asString();
    desk.delete(KEYS + "/" + added);
    var events =
        desk.database()
            .read(sql ->
                sql.select(AUDIT_EVENT.TYPE, AUDIT_EVENT.DATA)
                    .from(AUDIT_EVENT)
                    .where(AUDIT_EVENT.TYPE.like("MODEL_PROVIDER_KEY%"))
                    .orderBy(AUDIT_EVENT.ID)
                    .fetch(row -> row.value1() + " " + row.value2()));
    assertThat(events)
        .containsExactly(
            "MODEL_PROVIDER_KEY_CREATED {\"before\":{},\"after\":{\"key_id\":\"%s\",\"key_last4\":\"BBBB\"}}"
                .formatted(added),
            "MODEL_PROVIDER_KEY_DELETED {\"before\":{\"key_id\":\"%s\",\"key_last4\":\"BBBB\"},\"after\":{}}"
                .formatted(added));
  }

  @Test
  void theKeysOutliveARestartAndTellWhenTheyWereUsed() throws Exception {
    connect();
    add(201, SECOND);
    desk.restart();
    desk.post("/v1/messages/count_tokens", "{\"model\":\"claude-sonnet-5-5\",\"messages\":[]}");
    String used = String.valueOf(provider.asked().getLast().headers().get("x-api-key"));
    assertThat(used).isIn(FIRST, SECOND);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            keys()
                .valueStream()
                .anyMatch(key ->
                    !key.path("last_used_at").isNull()
                        && used.endsWith(key.path("last4").asString())));
    assertThat(keys().valueStream().filter(key -> key.path("last_used_at").isNull())).hasSize(1);
  }
}
