package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Windows are those of the UTC calendar, and the one at admission pays for all of a call. */
@OnBothEngines
class AllowanceWindowsTest {
  private static final Instant OLD_DAY = Instant.parse("2026-11-30T00:00:00Z");
  private static final Instant OLD_MONTH = Instant.parse("2026-11-01T00:00:00Z");
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":500,"output_tokens":1000}}\
      """;
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  /** What the answer costs, in nano-dollars. */
  private static final long COST = 11_000_000;

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  AllowanceWindowsTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
    desk.deleteAllowances();
    clock.pass(Duration.between(clock.instant(), Instant.parse("2026-11-30T23:59:59Z")));
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private record Stored(long settled, long held) {}

  /** The stored balances of an allowance, by the beginning of their windows. */
  private Map<Instant, Stored> stored(JsonNode allowance) {
    return desk.database()
        .read(sql ->
            sql.selectFrom(ALLOWANCE_BALANCE)
                .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(allowance.path("id").asString()))
                .fetchMap(
                    row -> Instant.ofEpochMilli(row.get(ALLOWANCE_BALANCE.WINDOW_MS)),
                    row ->
                        new Stored(
                            row.get(ALLOWANCE_BALANCE.SETTLED), row.get(ALLOWANCE_BALANCE.HELD))));
  }

  private long heldOnTheOldDay(JsonNode day) {
    return stored(day).getOrDefault(OLD_DAY, new Stored(0, 0)).held();
  }

  @Test
  void aCallThatWasOpenedASecondBeforeMidnightIsPaidByTheOldDayAndMonth() {
    var day = desk.allow("organization", "usd", "day", "1");
    var month = desk.allow("build", "usd", "month", "1");
    provider.behave((asked, out) -> {
      clock.pass(Duration.ofSeconds(2));
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    await().until(() -> heldOnTheOldDay(day) == 0);
    assertThat(stored(day)).containsOnly(Map.entry(OLD_DAY, new Stored(COST, 0)));
    assertThat(stored(month)).containsOnly(Map.entry(OLD_MONTH, new Stored(COST, 0)));
    assertThat(desk.allowance(day).path("balances")).isEmpty();
    assertThat(desk.limits())
        .hasSize(2)
        .allSatisfy(l -> assertThat(l.path("settled").asString()).isEqualTo("0"));
  }

  @Test
  void aStreamThatGoesOnBeyondMidnightTopsUpFromTheOldDay() {
    var day = desk.allow("organization", "usd", "day", "0.2", "mode", "soft");
    String piece =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}\n\n"
            .formatted("x".repeat(900));
    provider.behave((_, out) -> {
      startStream(out);
      chunk(
          out,
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":30,\"output_tokens\":1}}}\n\n");
      long slice = heldOnTheOldDay(day);
      clock.pass(Duration.ofSeconds(2));
      for (int i = 0; i < 9; i++) {
        chunk(out, piece);
      }
      await().until(() -> heldOnTheOldDay(day) > slice);
      chunk(
          out,
          "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2700}}\n\n");
      chunk(out, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
      endStream(out);
    });
    String stream = ASK.replace("{\"model", "{\"stream\":true,\"model").replace("1000", "9000");
    assertThat(desk.post("/v1/messages", stream).body()).contains("message_stop");
    assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("completed");
    await().until(() -> heldOnTheOldDay(day) == 0);
    assertThat(stored(day)).containsOnly(Map.entry(OLD_DAY, new Stored(27_060_000, 0)));
  }

  @Test
  void aNewMinuteHourDayAndMonthBeginOnTheClockAndALifetimeNever() {
    var minute = desk.allow("organization", "requests", "minute", "9");
    var hour = desk.allow("organization", "requests", "hour", "9");
    var day = desk.allow("organization", "requests", "day", "9");
    var month = desk.allow("organization", "requests", "month", "9");
    var lifetime = desk.allow("organization", "requests", "lifetime", "9");
    desk.post("/v1/messages", ASK);
    for (var one : List.of(minute, hour, day, month, lifetime)) {
      assertThat(desk.allowance(one).at("/balances/0/settled").asString()).isEqualTo("1");
    }
    clock.pass(Duration.ofMillis(999));
    assertThat(desk.limits()).allMatch(l -> l.path("settled").asString().equals("1"));
    clock.pass(Duration.ofMillis(1));
    for (JsonNode limit : desk.limits()) {
      boolean forEver = limit.path("window").asString().equals("lifetime");
      assertThat(limit.path("settled").asString()).isEqualTo(forEver ? "1" : "0");
      assertThat(limit.path("resets_at").isNull()).isEqualTo(forEver);
    }
    desk.post("/v1/messages", ASK);
    assertThat(stored(minute))
        .containsOnlyKeys(
            Instant.parse("2026-11-30T23:59:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(stored(month)).containsOnlyKeys(OLD_MONTH, Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(stored(lifetime)).containsOnlyKeys(Instant.EPOCH);
  }

  @Test
  void thresholdsAreEventsOnceInEachWindow() {
    var minute = desk.allow("organization", "requests", "minute", "10");
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      passAMillisecondLater();
    }
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(429);
    assertThat(thresholds()).containsExactly("100 10", "80 8", "50 5");
    assertThat(desk.allowanceEvents())
        .allSatisfy(event -> {
          assertThat(event.path("kind").asString()).isEqualTo("threshold");
          assertThat(event.path("amount").asString()).isEqualTo("10");
          assertThat(event.path("allowance_id").asString()).isEqualTo(minute.path("id").asString());
        });
    clock.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 5; i++) {
      passAMillisecondLater();
    }
    assertThat(thresholds()).containsExactly("50 5", "100 10", "80 8", "50 5");
  }

  @Test
  void thresholdsOfMoneyNameTheCallThatReachedThem() {
    desk.allow("organization", "usd", "lifetime", "0.05");
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      passAMillisecondLater();
    }
    await().until(() -> thresholds().size() == 1);
    // The third of eleven tenths of a cent each.
    assertThat(thresholds()).containsExactly("50 0.033");
    assertThat(desk.allowanceEvents().path(0).path("call_id").asString())
        .isEqualTo(desk.calls().path(2).path("id").asString());
  }

  /** Within one millisecond there is no order of rows. */
  private void passAMillisecondLater() {
    clock.pass(Duration.ofMillis(1));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
  }

  private List<String> thresholds() {
    return desk.allowanceEvents()
        .valueStream()
        .map(event -> event.path("percent").asInt() + " " + event.path("settled").asString())
        .toList();
  }
}
