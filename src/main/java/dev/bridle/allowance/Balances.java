package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;

import dev.bridle.auth.JobIdentity;
import dev.bridle.store.HotParticipant;
import dev.bridle.store.HotSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The balances in use, remembered on the writing thread and stored with the transactions that
 * change them: what many calls of one transaction change is written once. They can be thrown away
 * at any time; a balance that is not stored is derived from the ledger's rows.
 */
final class Balances implements HotParticipant {
  private static final int MOST_REMEMBERED = 200_000;
  private static final int COMMITS_BETWEEN_LOOKS = 4_096;

  /** A window that is over may still be settled on for a while by calls that began in it. */
  private static final long KEPT_AFTER_MS = 86_400_000L;

  private static final String LOAD =
      "select settled, held, noted from allowance_balance where allowance_id = ? and target_id = ? and window_ms = ?";

  private static final String STORE =
      """
      insert into allowance_balance
        (allowance_id, target_id, window_ms, ends_ms, settled, held, noted)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (allowance_id, target_id, window_ms) do update set
        settled = allowance_balance.settled + excluded.settled,
        held = allowance_balance.held + excluded.held,
        noted = excluded.noted\
      """;

  private final Map<BalanceKey, Balance> known = new HashMap<>();
  private final List<Balance> changed = new ArrayList<>();
  private long newestMs;
  private int commits;

  /** The balance that a job's calls of this moment are charged to. */
  Balance of(HotSql sql, Allowance allowance, JobIdentity job, long atMs) {
    newestMs = Math.max(newestMs, atMs);
    var key = allowance.keyAt(job, atMs);
    Balance balance = known.get(key);
    if (balance == null) {
      balance = load(sql, key, allowance, job);
      known.put(key, balance);
    }
    return balance;
  }

  private Balance load(HotSql sql, BalanceKey key, Allowance allowance, JobIdentity job) {
    Balance stored = stored(sql, allowance, key);
    if (stored != null) {
      return stored;
    }
    var balance = DerivedBalance.of(allowance, key, job.buildId()).balance(sql);
    if (balance.mark()) {
      changed.add(balance);
    }
    return balance;
  }

  /** The balance of that key; null when there is none yet, and the rows will say it. */
  @Nullable Balance find(HotSql sql, Allowance allowance, BalanceKey key) {
    Balance balance = known.get(key);
    if (balance == null) {
      balance = stored(sql, allowance, key);
      if (balance != null) {
        known.put(key, balance);
      }
    }
    return balance;
  }

  /** As it stands in its table; null when it does not. */
  @Nullable Balance stored(HotSql sql, Allowance allowance, BalanceKey key) {
    long[] row = sql.longs(LOAD, key.allowanceId(), key.targetId(), key.windowMs());
    if (row == null) {
      return null;
    }
    // A raised amount has its thresholds before it again.
    int noted = Math.min((int) row[2], Thresholds.reached(row[0], allowance.amount()));
    return new Balance(key, allowance, row[0], row[1], noted);
  }

  void change(Balance balance, long moreSettled, long moreHeld) {
    if (balance.change(moreSettled, moreHeld)) {
      changed.add(balance);
    }
  }

  void note(Balance balance, int percent) {
    if (balance.note(percent)) {
      changed.add(balance);
    }
  }

  /** Stores what was changed so far, in the transaction that is running. */
  void flush(HotSql sql) {
    beforeCommit(sql);
    changed.forEach(Balance::committed);
    changed.clear();
  }

  /** Lets an allowance's balances be read again, now that its amount is another. */
  void refresh(HotSql sql, String allowanceId) {
    flush(sql);
    known.keySet().removeIf(key -> key.allowanceId().equals(allowanceId));
  }

  /** Drops what is stored of an allowance as well; what is asked for again is derived anew. */
  void forget(HotSql sql, String allowanceId) {
    refresh(sql, allowanceId);
    sql.execute("delete from allowance_balance where allowance_id = ?", allowanceId);
  }

  /**
   * Counts an allowance's balances in another mode. What the ledger's rows say wholly is derived
   * anew when it is asked for; where old rows are deleted, only the difference is made good.
   */
  void recount(HotSql sql, Allowance before, Allowance after) {
    refresh(sql, before.id());
    long[] kept = sql.longs("select kept_from_ms from usage_cursor");
    long keptFromMs = kept == null ? 0 : kept[0];
    sql.execute(
        "delete from allowance_balance where allowance_id = ? and window_ms >= ?",
        before.id(),
        keptFromMs);
    sql.builder()
        .select(ALLOWANCE_BALANCE.TARGET_ID, ALLOWANCE_BALANCE.WINDOW_MS)
        .from(ALLOWANCE_BALANCE)
        .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(before.id()))
        .fetch(row -> new BalanceKey(before.id(), row.value1(), row.value2()))
        .forEach(key -> recount(sql, key, before, after));
  }

  private static void recount(HotSql sql, BalanceKey key, Allowance before, Allowance after) {
    var was = DerivedBalance.now(sql, before, key);
    var is = DerivedBalance.now(sql, after, key);
    sql.execute(
        "update allowance_balance set settled = settled + ?, held = held + ? where allowance_id = ? and target_id = ? and window_ms = ?",
        is.settled() - was.settled(),
        is.held() - was.held(),
        key.allowanceId(),
        key.targetId(),
        key.windowMs());
  }

  /** Drops one of them, remembered and stored. */
  void drop(HotSql sql, BalanceKey key) {
    flush(sql);
    known.remove(key);
    sql.execute(
        "delete from allowance_balance where allowance_id = ? and target_id = ? and window_ms = ?",
        key.allowanceId(),
        key.targetId(),
        key.windowMs());
  }

  @Override
  public void beforeCommit(HotSql sql) {
    for (Balance balance : changed) {
      var ends = balance.allowance.window().endMs(balance.key.windowMs());
      sql.execute(
          STORE,
          balance.key.allowanceId(),
          balance.key.targetId(),
          balance.key.windowMs(),
          ends.isPresent() ? ends.getAsLong() + KEPT_AFTER_MS : null,
          balance.newlySettled(),
          balance.newlyHeld(),
          (long) balance.noted());
    }
  }

  @Override
  public void committed() {
    changed.forEach(Balance::committed);
    changed.clear();
    commits++;
    if (known.size() > MOST_REMEMBERED) {
      known.clear();
    } else if (commits % COMMITS_BETWEEN_LOOKS == 0) {
      known.values().removeIf(this::isLongOver);
    }
  }

  /** Long before its row is deleted, so that a late change is added to what is stored. */
  private boolean isLongOver(Balance balance) {
    var ends = balance.allowance.window().endMs(balance.key.windowMs());
    return ends.isPresent() && ends.getAsLong() + KEPT_AFTER_MS / 2 < newestMs;
  }

  @Override
  public void undone() {
    // A step may have stored some of them before it failed, so all are read again.
    known.clear();
    changed.clear();
  }
}
