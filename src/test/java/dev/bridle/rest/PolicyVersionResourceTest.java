package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The history of a policy. */
@OnBothEngines
class PolicyVersionResourceTest {
  private static final String A = "{'id':'a','effect':'allow'}";
  private static final String B = "{'id':'b','effect':'deny','build_fork':true}";
  private static final String OTHER_B = "{'id':'b','effect':'deny','build_source':'webhook'}";

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk;

  PolicyVersionResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void store(long version, String... rules) {
    String document = "{'version':%d,'rules':[%s]}".formatted(version, String.join(",", rules));
    assertThat(desk.put("ai-policy", document.replace('\'', '"')).statusCode()).isEqualTo(200);
  }

  private JsonNode get(String path) {
    return JsonMapper.shared().readTree(desk.getRest(path).body());
  }

  private HttpResponse<String> restore(long version, long earlier) {
    return desk.postRest(
        "ai-policy/restore", "{\"version\":%d,\"restore\":%d}".formatted(version, earlier));
  }

  @Test
  void theHistorySaysWhoStoredWhatAndWhen() {
    store(0, A);
    store(1, B, A);
    store(2, A, OTHER_B);
    var history = get("ai-policy/versions");
    assertThat(history.path("before").isNull()).isTrue();
    var items = history.path("items");
    assertThat(items).hasSize(4);
    assertThat(items.path(0).path("version").asLong()).isEqualTo(3);
    assertThat(items.path(0).path("created_by").asString()).isEqualTo("Ana");
    assertThat(items.path(0).path("created_at").asString()).endsWith("Z");
    assertThat(items.path(0).path("rules").asInt()).isEqualTo(2);
    assertThat(items.path(0).path("changes").toString())
        .isEqualTo("{\"added\":[],\"changed\":[\"b\"],\"removed\":[],\"reordered\":true}");
    assertThat(items.path(1).path("changes").path("added").toString()).isEqualTo("[\"b\"]");
    assertThat(items.path(2).path("changes").path("removed")).isNotEmpty();
    assertThat(items.path(3).path("version").asLong()).isZero();
    assertThat(items.path(3).path("changes").isNull()).isTrue();
  }

  @Test
  void aLongHistoryComesInPieces() {
    for (int i = 0; i < 23; i++) {
      store(i, A);
    }
    var seen = new ArrayList<Long>();
    String path = "ai-policy/versions";
    while (path != null) {
      var page = get(path);
      page.path("items").forEach(item -> seen.add(item.path("version").asLong()));
      path =
          page.path("before").isNull()
              ? null
              : "ai-policy/versions?before=" + page.path("before").asLong();
    }
    assertThat(seen).hasSize(24).startsWith(23L, 22L).endsWith(1L, 0L);
  }

  @Test
  void twoVersionsAreCompared() {
    store(0, B, A);
    store(1, OTHER_B, "{'id':'c','effect':'allow'}");
    var difference = get("ai-policy/difference?from=1&to=2");
    assertThat(difference.path("rules").findValuesAsString("rule")).containsExactly("b", "c", "a");
    assertThat(difference.path("rules").findValuesAsString("change"))
        .containsExactly("changed", "added", "removed");
    assertThat(difference.path("rules").path(0).path("keys").toString())
        .isEqualTo("[\"build_fork\",\"build_source\"]");
    assertThat(difference.path("rules").path(1).path("before").isNull()).isTrue();
    assertThat(difference.path("reordered").asBoolean()).isFalse();
    assertThat(get("ai-policy/difference?from=2&to=2").path("rules")).isEmpty();
    assertThat(desk.getRest("ai-policy/difference?from=1&to=9").statusCode()).isEqualTo(404);
    assertThat(desk.getRest("ai-policy/difference?from=1").statusCode()).isEqualTo(400);
    assertThat(desk.getRest("ai-policy/versions?before=x").statusCode()).isEqualTo(400);
  }

  @Test
  void goingBackMakesANewVersion() {
    store(0, A);
    store(1, B);
    assertThat(restore(2, 1).statusCode()).isEqualTo(200);
    var now = get("ai-policy");
    assertThat(now.path("version").asLong()).isEqualTo(3);
    assertThat(now.path("rules").path(0).path("id").asString()).isEqualTo("a");
    var event = get("audit-events?per_page=1").path("items").path(0);
    assertThat(event.path("type").asString()).isEqualTo("PolicyUpdatedEvent");
    assertThat(event.path("data").path("after").path("restored_version").asLong()).isEqualTo(1);
    // The built-in policy is a version like any other.
    assertThat(restore(3, 0).statusCode()).isEqualTo(200);
    assertThat(get("ai-policy").path("rules")).isEqualTo(get("ai-policy?version=0").path("rules"));
  }

  @Test
  void goingBackDoesNotUndoWhatSomeoneElseHasJustStored() {
    store(0, A);
    store(1, B);
    assertThat(restore(1, 0).statusCode()).isEqualTo(409);
    assertThat(restore(2, 7).statusCode()).isEqualTo(404);
    assertThat(desk.postRest("ai-policy/restore", "{\"restore\":1}").statusCode()).isEqualTo(422);
    assertThat(desk.postRest("ai-policy/restore", "{\"version\":2,\"restore\":\"1\"}").statusCode())
        .isEqualTo(422);
    assertThat(get("ai-policy").path("version").asLong()).isEqualTo(2);
  }
}
