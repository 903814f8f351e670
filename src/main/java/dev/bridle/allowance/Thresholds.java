package dev.bridle.allowance;

import dev.bridle.store.HotSql;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records as an event when half, four fifths and all of an allowance are spent, each once. */
final class Thresholds {
  private static final int[] PERCENT = {100, 80, 50};

  private static final String RECORD =
      """
      insert into allowance_event (id, organization_id, allowance_id, target_id, window_ms, kind,
        percent, settled, amount, call_id, occurred_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private Thresholds() {}

  /** The highest threshold that so much of an amount has reached; 0 for none. */
  static int reached(long settled, long amount) {
    if (amount > 0) {
      for (int percent : PERCENT) {
        // Amounts are bounded so that this can't overflow.
        if (settled >= (amount * percent + 99) / 100) {
          return percent;
        }
      }
    }
    return 0;
  }

  /** To be asked after something was settled. */
  static void note(
      HotSql sql, Balances balances, Balance balance, @Nullable String callId, Instant now) {
    int reached = reached(balance.settled(), balance.allowance.amount());
    if (reached <= balance.noted()) {
      return;
    }
    // In one settlement the lower ones come first, also where events are listed by their ids.
    String id = Uuid7.at(now);
    for (int i = PERCENT.length - 1; i >= 0; i--) {
      if (PERCENT[i] > balance.noted() && PERCENT[i] <= reached) {
        record(
            sql, Uuid7.after(id, PERCENT[i]), balance, "threshold", (long) PERCENT[i], callId, now);
        balances.note(balance, PERCENT[i]);
      }
    }
  }

  /**
   * A call turned out dearer than what was held for it: our bound was wrong, and someone must know.
   */
  static void boundExceeded(HotSql sql, Balance balance, String callId, Instant now) {
    record(sql, Uuid7.at(now), balance, "bound_exceeded", null, callId, now);
  }

  private static void record(
      HotSql sql,
      String id,
      Balance balance,
      String kind,
      @Nullable Long percent,
      @Nullable String callId,
      Instant now) {
    sql.execute(
        RECORD,
        id,
        balance.allowance.organizationId(),
        balance.key.allowanceId(),
        balance.key.targetId(),
        balance.key.windowMs(),
        kind,
        percent,
        balance.settled(),
        balance.allowance.amount(),
        callId,
        now.toEpochMilli());
  }
}
