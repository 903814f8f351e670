package dev.bridle.call;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What must be true of calls that have ended. */
public final class Settled {
  private Settled() {}

  /** The only row, with its end and how well it is known; and nothing is held any more. */
  public static JsonNode only(CallDesk desk, String outcome, String certainty) {
    var row = desk.onlyCall();
    assertRow(row, outcome, certainty);
    nothingIsHeld(desk);
    return row;
  }

  public static void assertRow(JsonNode row, String outcome, String certainty) {
    assertThat(row.path("outcome").asString()).as(row.toString()).isEqualTo(outcome);
    assertThat(row.path("certainty").asString()).as(row.toString()).isEqualTo(certainty);
    assertThat(row.path("settled_at").isNull()).as(row.toString()).isFalse();
  }

  /** All rows, in the order in which they were opened, once they are settled. */
  public static List<JsonNode> all(CallDesk desk, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(rows(desk)).hasSize(count).noneMatch(r -> r.path("settled_at").isNull()));
    return rows(desk);
  }

  /** The rows of one call's attempts, once all are settled; the first one first. */
  public static List<JsonNode> attempts(CallDesk desk) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rows(desk).stream().noneMatch(row -> row.path("settled_at").isNull()));
    return desk.calls()
        .valueStream()
        // No time may have passed between them.
        .sorted(Comparator.comparing(row -> !row.path("retries").isNull()))
        .toList();
  }

  /** The rows of first attempts, once these and all others are settled. */
  public static List<JsonNode> calls(CallDesk desk, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThat(rows(desk)).noneMatch(row -> row.path("settled_at").isNull());
          assertThat(firsts(desk)).hasSize(count);
        });
    return firsts(desk);
  }

  private static List<JsonNode> firsts(CallDesk desk) {
    return rows(desk).stream().filter(row -> row.path("retries").isNull()).toList();
  }

  private static List<JsonNode> rows(CallDesk desk) {
    return StreamSupport.stream(desk.calls().spliterator(), false)
        .sorted(Comparator.comparing((JsonNode row) -> row.path("id").asString()))
        .toList();
  }

  public static void nothingIsHeld(CallDesk desk) {
    int held =
        desk.database()
            .read(sql -> sql.fetchCount(ALLOWANCE_BALANCE, ALLOWANCE_BALANCE.HELD.ne(0L)));
    assertThat(held).isZero();
  }
}
