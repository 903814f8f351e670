package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Audit events, searched, filtered, compared and exported. */
@OnBothEngines
class AuditResourceTest {
  private static final Actor BEN = new Actor("USER", "p-ben", "Ben", "10.0.0.7", "browser");

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final MovableClock clock = new MovableClock();
  private final CallDesk desk;

  AuditResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void event(String type, String name, Map<String, ?> before, Map<String, ?> after) {
    var log = new AuditLog(desk.database(), clock);
    clock.pass(Duration.ofHours(1));
    desk.database()
        .execute(sql ->
            log.record(
                sql,
                BEN,
                new AuditEvent(
                    desk.ci.organizationId, type, "CAPTURE", "id-" + name, name, before, after)));
  }

  private List<String> subjects(String filter) {
    var answer = desk.getRest("audit-events?" + filter);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var names = new ArrayList<String>();
    JsonMapper.shared()
        .readTree(answer.body())
        .path("items")
        .forEach(item -> names.add(item.path("subject").path("name").asString("")));
    return names;
  }

  @Test
  void textIsFoundAnywhereInAnEvent() {
    event("CAPTURE_CREATED", "one", Map.of(), Map.of("note", "A Needle in hay"));
    event("CAPTURE_UPDATED", "two", Map.of("a", 1), Map.of("a", 2));
    assertThat(subjects("q=nEEDLE")).containsExactly("one");
    assertThat(subjects("q=capture_updated")).containsExactly("two");
    assertThat(subjects("q=ben")).containsExactly("two", "one");
    assertThat(subjects("q=10.0.0.7")).containsExactly("two", "one");
    // Nothing of it is a pattern.
    assertThat(subjects("q=n%25dle")).isEmpty();
    assertThat(subjects("q=n_edle")).isEmpty();
    assertThat(subjects("q=%27")).isEmpty();
  }

  @Test
  void filtersNarrowTogether() {
    event("CAPTURE_CREATED", "one", Map.of(), Map.of());
    event("CAPTURE_UPDATED", "one", Map.of("a", 1), Map.of("a", 2));
    event("CAPTURE_CREATED", "two", Map.of(), Map.of());
    assertThat(subjects("type=CaptureCreatedEvent&subject_type=CAPTURE"))
        .containsExactly("two", "one");
    assertThat(subjects("type=CaptureCreatedEvent&type=CAPTURE_UPDATED&subject=one"))
        .containsExactly("one", "one");
    assertThat(subjects("actor=ben&subject=id-two")).containsExactly("two");
    assertThat(subjects("actor=p-ben")).hasSize(3);
    assertThat(subjects("actor=Ana&subject_type=CAPTURE")).isEmpty();
    assertThat(subjects("subject_type=MODEL_PROVIDER&subject=anthropic"))
        .containsExactly("anthropic");
    assertThat(subjects("q=&type=&subject=one")).hasSize(2);
  }

  @Test
  void timesAreDaysOrMoments() {
    event("CAPTURE_CREATED", "one", Map.of(), Map.of());
    var middle = clock.instant().plusSeconds(60);
    event("CAPTURE_CREATED", "two", Map.of(), Map.of());
    assertThat(subjects("subject_type=CAPTURE&from=" + middle)).containsExactly("two");
    assertThat(subjects("subject_type=CAPTURE&to=" + middle)).containsExactly("one");
    assertThat(subjects("subject_type=CAPTURE&from=2000-01-01")).hasSize(2);
    assertThat(subjects("subject_type=CAPTURE&to=2000-01-01")).isEmpty();
    for (String wrong :
        List.of("from=yesterday", "to=2026-13-01", "from=%2B999999999-01-01T00:00:00Z")) {
      assertThat(desk.getRest("audit-events?" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aFilterThatIsNotKnownIsNotIgnored() {
    assertThat(desk.getRest("audit-events?actr=Ben").statusCode()).isEqualTo(400);
    assertThat(desk.getRest("audit-events.csv?actr=Ben").statusCode()).isEqualTo(400);
    assertThat(desk.getRest("audit-events?q=" + "x".repeat(201)).statusCode()).isEqualTo(400);
  }

  @Test
  void aWordThatNoEventHasIsToldAndNotSearched() {
    var wrong =
        Map.of(
            "type=ModelProvidrUpdatedEvent",
            "Did you mean MODEL_PROVIDER_UPDATED?",
            "type=CaptureCreatedEvent&type=moon",
            "Unknown event type \\\"moon\\\".",
            "type=" + "Aa".repeat(2_000) + "Event",
            "Unknown event type",
            "subject_type=Robot",
            "Unknown kind of thing \\\"Robot\\\".",
            "from=2026-11-23&to=2026-11-22",
            "`to` must not be before `from`.");
    wrong.forEach((filter, sentence) -> {
      for (String file : List.of("audit-events", "audit-events.csv", "audit-events.jsonl")) {
        var answer = desk.getRest(file + "?" + filter);
        assertThat(answer.statusCode()).as(filter).isEqualTo(422);
        assertThat(answer.body()).contains(sentence).hasSizeLessThan(300);
      }
    });
    assertThat(subjects("type=&subject_type=model+provider")).containsExactly("anthropic");
    assertThat(subjects("from=2026-11-23&to=2026-11-23")).isEmpty();
  }

  @Test
  void aSearchReadsSoManyEventsAndThenLeadsOnBothWays() {
    event("CAPTURE_CREATED", "oldest", Map.of(), Map.of("note", "a needle"));
    var log = new AuditLog(desk.database(), clock);
    clock.pass(Duration.ofMinutes(1));
    desk.database()
        .execute(sql -> {
          for (int i = 0; i < 5_010; i++) {
            var event =
                AuditEvent.created(desk.ci.organizationId, "CAPTURE", "id", "hay", Map.of());
            log.record(sql, BEN, event);
          }
        });
    event("CAPTURE_CREATED", "newest", Map.of(), Map.of("note", "a needle"));

    var first = page("audit-events?q=needle");
    assertThat(names(first)).containsExactly("newest");
    var second = page(link(first, "next"));
    assertThat(names(second)).containsExactly("oldest");
    assertThat(second.path("links").has("next")).isFalse();
    assertThat(names(page(link(second, "prev")))).isEmpty();
    assertThat(names(page(link(page(link(second, "prev")), "prev")))).containsExactly("newest");
    // What an index finds is found at once.
    assertThat(names(page("audit-events?type=MODEL_PROVIDER_CREATED"))).hasSize(1);
  }

  @Test
  void behindTheOldestEventThereIsAWayBack() {
    event("CAPTURE_CREATED", "one", Map.of(), Map.of());
    event("CAPTURE_CREATED", "two", Map.of(), Map.of());
    for (String filter : List.of("subject_type=CAPTURE", "actor=ben")) {
      var all = page("audit-events?" + filter);
      String oldest = all.path("items").path(1).path("uuid").asString();
      var behind = page("audit-events?" + filter + "&after=" + oldest);
      assertThat(names(behind)).isEmpty();
      assertThat(names(page(link(behind, "prev")))).containsExactly("two", "one");
      assertThat(names(page(link(behind, "first")))).containsExactly("two", "one");
    }
  }

  private JsonNode page(String path) {
    var answer = desk.getRest(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String link(JsonNode page, String name) {
    String address = page.path("links").path(name).asString("");
    assertThat(address).as(name).contains("/audit-events");
    return address.substring(address.indexOf("audit-events"));
  }

  private static List<String> names(JsonNode page) {
    var names = new ArrayList<String>();
    page.path("items").forEach(item -> names.add(item.path("subject").path("name").asString("")));
    return names;
  }

  @Test
  void pagesKeepTheFilter() {
    for (int i = 0; i < 7; i++) {
      event("CAPTURE_CREATED", "n" + i, Map.of(), Map.of());
      event("CAPTURE_UPDATED", "o" + i, Map.of(), Map.of());
    }
    var seen = new ArrayList<String>();
    String filter = "type=CaptureCreatedEvent&per_page=3";
    while (!filter.isEmpty()) {
      var page = JsonMapper.shared().readTree(desk.getRest("audit-events?" + filter).body());
      page.path("items").forEach(item -> seen.add(item.path("subject").path("name").asString()));
      String next = page.path("links").path("next").asString("");
      filter = next.isEmpty() ? "" : next.substring(next.indexOf('?') + 1);
    }
    assertThat(seen).containsExactly("n6", "n5", "n4", "n3", "n2", "n1", "n0");
  }

  @Test
  void whatBecameDifferentIsToldFieldByField() {
    event(
        "CAPTURE_UPDATED",
        "one",
        Map.of("enabled", true, "gone", "x", "same", 1),
        Map.of("enabled", false, "new", List.of(1), "same", 1));
    var changes =
        JsonMapper.shared()
            .readTree(desk.getRest("audit-events?subject=one").body())
            .path("items")
            .path(0)
            .path("changes");
    assertThat(changes.findValuesAsString("field"))
        .containsExactlyInAnyOrder("enabled", "gone", "new");
    for (JsonNode change : changes) {
      switch (change.path("field").asString()) {
        case "enabled" -> {
          assertThat(change.path("before").asBoolean()).isTrue();
          assertThat(change.path("after").asBoolean()).isFalse();
        }
        case "gone" -> assertThat(change.path("after").isNull()).isTrue();
        default -> assertThat(change.path("before").isNull()).isTrue();
      }
    }
  }

  @Test
  void aKeyIsInNoEvent() {
    String key = "sk-ant-api03-never-to-be-seen-WXYZ";
    assertThat(
            desk.put(
                    "model-providers/anthropic",
                    "{\"method\":\"byo\",\"base_url\":\"%s\",\"token\":\"%s\"}"
                        .formatted(provider.url(), key))
                .statusCode())
        .isEqualTo(200);
    for (String name : List.of("audit-events", "audit-events.csv", "audit-events.jsonl")) {
      String all = desk.getRest(name).body();
      assertThat(all).contains("key_changed").contains("WXYZ").doesNotContain("never-to-be-seen");
    }
  }

  @Test
  void allIsExportedAsTableAndAsLines() {
    desk.database().execute(sql -> sql.deleteFrom(AUDIT_EVENT).execute());
    for (int i = 0; i < 1_203; i++) {
      event("CAPTURE_CREATED", "n" + i, Map.of(), Map.of("text", "a, \"b\"\nc"));
    }
    event("CAPTURE_UPDATED", "=1+1", Map.of(), Map.of());
    var csv = desk.getRest("audit-events.csv");
    assertThat(csv.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
    assertThat(csv.headers().firstValue("content-disposition").orElse("")).contains(".csv");
    assertThat(csv.body()).startsWith("occurred_at,type,actor_type,").contains(",'=1+1,");
    assertThat(csv.body().split("\r\n", -1)).hasSize(1 + 1_204 + 1);
    var lines = desk.getRest("audit-events.jsonl?type=CaptureCreatedEvent").body().lines().toList();
    assertThat(lines).hasSize(1_203);
    var first = JsonMapper.shared().readTree(lines.getFirst());
    assertThat(first.path("subject").path("name").asString()).isEqualTo("n1202");
    assertThat(first.path("changes").path(0).path("after").asString()).isEqualTo("a, \"b\"\nc");
    assertThat(lines.stream().distinct()).hasSize(1_203);
  }

  @Test
  void anotherOrganizationsEventsAreNotExported() {
    event("CAPTURE_CREATED", "one", Map.of(), Map.of());
    desk.database()
        .execute(
            sql -> sql.update(AUDIT_EVENT).set(AUDIT_EVENT.ORGANIZATION_ID, "another").execute());
    assertThat(desk.getRest("audit-events.jsonl").body()).isEmpty();
    assertThat(subjects("q=one")).isEmpty();
  }
}
