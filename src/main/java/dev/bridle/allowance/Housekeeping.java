package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_EVENT;

import dev.bridle.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Deletes balances of windows that are long over, and events that are too old. */
public final class Housekeeping {
  private static final long PAUSE_MS = Duration.ofMinutes(10).toMillis();
  private static final int AT_A_TIME = 500;

  private final Database database;
  private final long days;
  private final InstantSource clock;
  private long sweptMs;

  /**
   * @param days after which an event is deleted; 0 keeps all
   */
  public Housekeeping(Database database, long days, InstantSource clock) {
    this.database = database;
    this.days = days;
    this.clock = clock;
  }

  /** Does nothing most of the time. */
  public void sweep() {
    long nowMs = clock.millis();
    if (nowMs - sweptMs < PAUSE_MS) {
      return;
    }
    sweptMs = nowMs;
    while (deleteBalances(nowMs) == AT_A_TIME) {
      // In small transactions, so that no call waits long for its row.
    }
    if (days > 0) {
      long before = nowMs - Duration.ofDays(days).toMillis();
      while (delete(ALLOWANCE_EVENT, ALLOWANCE_EVENT.ID, ALLOWANCE_EVENT.OCCURRED_MS.lt(before))
          == AT_A_TIME) {
        // The same.
      }
    }
  }

  private int deleteBalances(long nowMs) {
    return database.write(sql -> {
      var over =
          sql.select(
                  ALLOWANCE_BALANCE.ALLOWANCE_ID,
                  ALLOWANCE_BALANCE.TARGET_ID,
                  ALLOWANCE_BALANCE.WINDOW_MS)
              .from(ALLOWANCE_BALANCE)
              .where(ALLOWANCE_BALANCE.ENDS_MS.lt(nowMs))
              .limit(AT_A_TIME)
              .fetch();
      over.forEach(row ->
          sql.deleteFrom(ALLOWANCE_BALANCE)
              .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(row.value1()))
              .and(ALLOWANCE_BALANCE.TARGET_ID.eq(row.value2()))
              .and(ALLOWANCE_BALANCE.WINDOW_MS.eq(row.value3()))
              .execute());
      return over.size();
    });
  }

  private int delete(Table<?> table, TableField<?, String> id, Condition which) {
    return database.write(sql ->
        sql.deleteFrom(table)
            .where(id.in(DSL.select(id).from(table).where(which).orderBy(id).limit(AT_A_TIME)))
            .execute());
  }
}
