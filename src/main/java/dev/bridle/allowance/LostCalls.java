package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.ledger.Ledger;
import dev.bridle.store.Database;
import dev.bridle.store.HotSql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Balances balances;
  private final InstantSource clock;
  private final Set<String> live = ConcurrentHashMap.newKeySet();
  private long lookedMs;

  LostCalls(Database database, Ledger ledger, Balances balances, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.balances = balances;
    this.clock = clock;
  }

  void opened(String callId) {
    live.add(callId);
  }

  void settled(String callId) {
    live.remove(callId);
  }

  private record Lost(String id, String organizationId) {}

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
            .select(MODEL_CALL.ID, MODEL_CALL.ORGANIZATION_ID)
            .from(MODEL_CALL)
            .where(MODEL_CALL.SETTLED_MS.isNull(), MODEL_CALL.OPENED_MS.lt(openedBeforeMs))
            .fetch(row -> new Lost(row.value1(), row.value2()))
            .stream()
            .filter(row -> !live.contains(row.id))
            .limit(AT_A_TIME)
            .toList());
  }

  private void settle(HotSql sql, List<Lost> lost) {
    // What was opened while we looked is no longer lost.
    var still = lost.stream().filter(row -> !live.contains(row.id)).toList();
    still.forEach(row -> ledger.settleUnsent(sql, row.id));
    still.stream()
        .map(Lost::organizationId)
        .distinct()
        .flatMap(id -> AllowanceRows.list(sql.builder(), id).stream())
        .forEach(allowance -> balances.forget(sql, allowance.id()));
  }
}
