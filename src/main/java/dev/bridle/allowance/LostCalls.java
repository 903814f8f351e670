package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.PastCall;
import dev.bridle.store.Database;
import dev.bridle.store.HotSql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open rows that no call of this server belongs to: their opening was committed although the
 * database said that it was not, as when the connection broke at that moment. Nothing was sent for
 * them.
 */
final class LostCalls {
  private static final Logger LOG = LoggerFactory.getLogger("allowance");

  /** An admission that takes longer than that is none. */
  private static final Duration AGE = Duration.ofSeconds(30);

  private static final int AT_A_TIME = 100;

  private final Database database;
  private final Ledger ledger;
  private final Reserving reserving;
  private final Balances balances;
  private final InstantSource clock;
  private final Set<String> live = ConcurrentHashMap.newKeySet();
  private long lookedMs;

  LostCalls(
      Database database,
      Ledger ledger,
      Reserving reserving,
      Balances balances,
      InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.reserving = reserving;
    this.balances = balances;
    this.clock = clock;
  }

  void opened(String callId) {
    live.add(callId);
  }

  void settled(String callId) {
    live.remove(callId);
  }

  /** A row, and what it holds. */
  private record Lost(PastCall call, long atMost, long slice, long windowTokens) {
    static Lost of(Record row) {
      Long atMost = row.get(MODEL_CALL.COST_AT_MOST_NANO);
      return new Lost(
          new PastCall(
              row.get(MODEL_CALL.ID),
              row.get(MODEL_CALL.ORGANIZATION_ID),
              row.get(MODEL_CALL.CLUSTER_ID),
              row.get(MODEL_CALL.QUEUE_ID),
              row.get(MODEL_CALL.PIPELINE_ID),
              row.get(MODEL_CALL.BRANCH_CLASS),
              row.get(MODEL_CALL.BUILD_ID),
              row.get(MODEL_CALL.JOB_ID),
              row.get(MODEL_CALL.PROVIDER),
              row.get(MODEL_CALL.MODEL_SENT),
              row.get(MODEL_CALL.MODEL_ID),
              row.get(MODEL_CALL.OPENED_MS)),
          atMost == null ? 0 : atMost,
          row.get(MODEL_CALL.SOFT_HOLD_NANO),
          row.get(MODEL_CALL.WINDOW_TOKENS));
    }

    long heldOn(Allowance allowance) {
      return switch (allowance.unit()) {
        case USD -> allowance.mode() == Mode.HARD ? atMost : slice;
        case INPUT_TOKENS -> windowTokens;
        case CONCURRENT_CALLS -> 1;
        case REQUESTS -> 0;
      };
    }
  }

  /** Looks now and then, beside the calls. */
  void sweep() {
    long nowMs = clock.millis();
    if (nowMs - lookedMs < AGE.toMillis() / 3) {
      return;
    }
    lookedMs = nowMs;
    var lost = find(nowMs - AGE.toMillis());
    if (!lost.isEmpty()) {
      LOG.warn("{} opened rows belong to no call and are settled as not sent", lost.size());
      database.writeHot(sql -> settle(sql, lost)).committed().join();
    }
  }

  private List<Lost> find(long openedBeforeMs) {
    return database.read(sql ->
        sql
            .selectFrom(MODEL_CALL)
            .where(MODEL_CALL.SETTLED_MS.isNull(), MODEL_CALL.OPENED_MS.lt(openedBeforeMs))
            .fetch(Lost::of)
            .stream()
            .filter(lost -> !live.contains(lost.call.id()))
            .limit(AT_A_TIME)
            .toList());
  }

  private void settle(HotSql sql, List<Lost> rows) {
    for (Lost lost : rows) {
      // What was opened while we looked is not lost.
      if (!live.contains(lost.call.id()) && ledger.settleUnsent(sql, lost.call.id())) {
        letGo(sql, lost);
      }
    }
  }

  private void letGo(HotSql sql, Lost lost) {
    for (Allowance allowance : reserving.of(sql, lost.call.organizationId())) {
      if (allowance.covers(lost.call)) {
        var balance = balances.find(sql, allowance, allowance.keyOf(lost.call));
        if (balance != null) {
          long counted = allowance.unit() == Unit.REQUESTS ? 1 : 0;
          balances.change(balance, -counted, -lost.heldOn(allowance));
        }
      }
    }
  }
}
