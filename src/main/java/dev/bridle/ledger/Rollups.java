package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;

import dev.bridle.store.Database;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jooq.Record;

/**
 * The sums of settled calls, which follow the rows by a cursor. The cursor moves in the transaction
 * that adds the rows to the sums: a server that is killed in between has done all of a step or
 * nothing.
 */
public final class Rollups {
  private static final int STEP = 2_000;
  private static final String MOVE = "update usage_cursor set settle_no = ? where settle_no = ?";

  private final Database database;
  private final int step;
  private final ReentrantLock lock = new ReentrantLock();

  public Rollups(Database database) {
    this(database, STEP);
  }

  Rollups(Database database, int step) {
    this.database = database;
    this.step = step;
  }

  /** Adds all rows that were settled until now. */
  public void catchUp() {
    database.settleHot();
    int rows;
    do {
      rows = step();
    } while (rows == step);
  }

  /** Adds the next rows; returns how many there were. */
  int step() {
    return held(() -> {
      long from = cursor();
      List<? extends Record> rows = settledAfter(from);
      if (!rows.isEmpty()) {
        add(from, rows);
      }
      return rows.size();
    });
  }

  /** Does something while the sums stand still. */
  <T> T held(Supplier<T> act) {
    lock.lock();
    try {
      return act.get();
    } finally {
      lock.unlock();
    }
  }

  long cursor() {
    return database.read(
        sql -> sql.select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).fetchSingle().value1());
  }

  /** Read outside of the transaction, which is to be short; what is settled stays as it is. */
  private List<? extends Record> settledAfter(long from) {
    return database.read(sql ->
        sql.select(CountedCall.COLUMNS)
            .select(MODEL_CALL.SETTLE_NO)
            .from(MODEL_CALL)
            .where(MODEL_CALL.SETTLE_NO.gt(from))
            .orderBy(MODEL_CALL.SETTLE_NO)
            .limit(step)
            .fetch());
  }

  private void add(long from, List<? extends Record> rows) {
    var tally = new Tally();
    rows.stream()
        .filter(row -> !Outcome.NOT_SENT.word().equals(row.get(MODEL_CALL.OUTCOME)))
        .map(CountedCall::of)
        .forEach(tally::add);
    long to = rows.getLast().get(MODEL_CALL.SETTLE_NO);
    database
        .writeHot(sql -> {
          if (sql.execute(MOVE, to, from) != 1) {
            throw new IllegalStateException("someone else has moved the cursor of the roll-ups");
          }
          SumUpserts.ADD.write(tally, sql::execute);
        })
        .committed()
        .join();
  }
}
