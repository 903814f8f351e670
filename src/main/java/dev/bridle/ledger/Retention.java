package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.ASK_SHAPE;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.bridle.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Deletes rows by day when they are old enough; sums by day and month stay for ever. */
public final class Retention {
  static final Duration HOURS_KEPT = Duration.ofDays(35);
  private static final int BATCH = 500;

  private final Database database;
  private final Rollups rollups;
  private final long days;
  private final InstantSource clock;
  private long sweptMs = Long.MIN_VALUE;

  /**
   * @param days after which a row is deleted; 0 keeps all
   */
  public Retention(Database database, Rollups rollups, long days, InstantSource clock) {
    this.database = database;
    this.rollups = rollups;
    this.days = days;
    this.clock = clock;
  }

  /** Deletes what has become too old since the last time; does nothing within the same hour. */
  public void sweep() {
    long hour = Grain.HOUR.start(clock.millis());
    if (hour == sweptMs) {
      return;
    }
    if (days > 0) {
      long beforeMs = Grain.DAY.start(clock.millis() - Duration.ofDays(days).toMillis());
      deleteRows(beforeMs);
      deleteRefused(beforeMs);
      deleteShapes(beforeMs - AskShapes.REMEMBERED.multipliedBy(2).toMillis());
    }
    deleteHours(Grain.HOUR.start(clock.millis() - HOURS_KEPT.toMillis()));
    sweptMs = hour;
  }

  /** In small transactions, so that no call waits long for its row. */
  private void deleteRows(long beforeMs) {
    int deleted;
    do {
      deleted = rollups.held(() -> database.write(sql -> deleteSome(sql, beforeMs)));
    } while (deleted == BATCH);
  }

  private void deleteRefused(long beforeMs) {
    int deleted;
    do {
      deleted =
          database.write(sql ->
              sql.deleteFrom(REFUSED_CALL)
                  .where(
                      REFUSED_CALL.ID.in(
                          select(REFUSED_CALL.ID)
                              .from(REFUSED_CALL)
                              .where(REFUSED_CALL.REFUSED_MS.lt(beforeMs))
                              .orderBy(REFUSED_CALL.ID)
                              .limit(BATCH)))
                  .execute());
    } while (deleted == BATCH);
  }

  /** Those that no row which is left can name: each is noted again while it is in use. */
  private void deleteShapes(long beforeMs) {
    int deleted;
    do {
      deleted =
          database.write(sql ->
              sql.deleteFrom(ASK_SHAPE)
                  .where(
                      ASK_SHAPE.ID.in(
                          select(ASK_SHAPE.ID)
                              .from(ASK_SHAPE)
                              .where(ASK_SHAPE.SEEN_MS.lt(beforeMs))
                              .limit(BATCH)))
                  .execute());
    } while (deleted == BATCH);
  }

  private static int deleteSome(DSLContext sql, long beforeMs) {
    // Said before the first row goes, so that nobody takes the missing rows for a mistake.
    sql.update(USAGE_CURSOR)
        .set(USAGE_CURSOR.KEPT_FROM_MS, beforeMs)
        .where(USAGE_CURSOR.KEPT_FROM_MS.lt(beforeMs))
        .execute();
    return sql.deleteFrom(MODEL_CALL)
        .where(
            MODEL_CALL.ID.in(
                select(MODEL_CALL.ID)
                    .from(MODEL_CALL)
                    .where(old(beforeMs))
                    .orderBy(MODEL_CALL.ID)
                    .limit(BATCH)))
        .execute();
  }

  /**
   * Only what the roll-ups have passed. The row at the cursor stays, so that the next number is
   * still a higher one.
   */
  private static Condition old(long beforeMs) {
    return MODEL_CALL
        .ID
        .lt(firstId(beforeMs))
        .and(MODEL_CALL.OPENED_MS.lt(beforeMs))
        .and(MODEL_CALL.SETTLE_NO.lt(select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).asField()));
  }

  /** Ids begin with their time, which makes the oldest rows the first ones of the index. */
  private static String firstId(long atMs) {
    return "%08x-%04x".formatted(atMs >>> 16, atMs & 0xffff);
  }

  private void deleteHours(long beforeMs) {
    database.execute(sql ->
        sql.deleteFrom(USAGE_SUM)
            .where(USAGE_SUM.GRAIN.eq(inline(Grain.HOUR.word())))
            .and(USAGE_SUM.START_MS.lt(beforeMs))
            .execute());
  }
}
