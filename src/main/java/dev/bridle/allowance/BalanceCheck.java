package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;

import dev.bridle.ledger.Check;
import dev.bridle.ledger.Findings;
import dev.bridle.store.Database;
import dev.bridle.store.HotSql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Every balance of an organization's allowances against the sums of the ledger's rows. */
public final class BalanceCheck implements Check {
  /** Calls wait while balances are compared, so it is done a few at a time. */
  private static final int AT_A_TIME = 20;

  private final Database database;
  private final Admissions admissions;

  public BalanceCheck(Database database, Admissions admissions) {
    this.database = database;
    this.admissions = admissions;
  }

  private record Pair(Allowance allowance, BalanceKey key) {}

  @Override
  public String name() {
    return "balances";
  }

  @Override
  public void verify(String organizationId, Findings findings) {
    long keptFromMs = keptFromMs();
    all(organizationId).stream()
        .filter(pair -> !isWholly(pair, keptFromMs))
        .forEach(_ -> findings.skip());
    inSteps(organizationId, keptFromMs, (sql, pair) -> compare(sql, pair, findings));
  }

  private void compare(HotSql sql, Pair pair, Findings findings) {
    var expected = derived(sql, pair);
    var found = admissions.stored(sql, pair.allowance, pair.key);
    if (found != null) {
      findings.compare(subject(pair), text(expected), text(found));
    }
  }

  private static String subject(Pair pair) {
    return pair.allowance.spoken() + ", " + pair.key.targetId() + ", from " + pair.key.windowMs();
  }

  private static String text(Balance balance) {
    var unit = balance.allowance.unit();
    return unit.text(balance.settled()) + " settled, " + unit.text(balance.held()) + " held";
  }

  /** What differs is forgotten: it is derived again when it is asked for. */
  @Override
  public void rebuild(String organizationId) {
    inSteps(
        organizationId,
        keptFromMs(),
        (sql, pair) -> {
          var expected = derived(sql, pair);
          var found = admissions.stored(sql, pair.allowance, pair.key);
          if (found != null && !text(expected).equals(text(found))) {
            admissions.drop(sql, pair.key);
          }
        });
  }

  private void inSteps(String organizationId, long keptFromMs, BiConsumer<HotSql, Pair> each) {
    var pairs = all(organizationId).stream().filter(pair -> isWholly(pair, keptFromMs)).toList();
    for (int i = 0; i < pairs.size(); i += AT_A_TIME) {
      var some = pairs.subList(i, Math.min(pairs.size(), i + AT_A_TIME));
      database.writeHot(sql -> some.forEach(pair -> each.accept(sql, pair))).committed().join();
    }
  }

  /** Rows that were deleted with time can't be summed any more. */
  private static boolean isWholly(Pair pair, long keptFromMs) {
    return keptFromMs == 0 || pair.key.windowMs() >= keptFromMs;
  }

  private long keptFromMs() {
    return database.read(
        sql -> sql.select(USAGE_CURSOR.KEPT_FROM_MS).from(USAGE_CURSOR).fetchSingle().value1());
  }

  private List<Pair> all(String organizationId) {
    database.settleHot();
    var pairs = new ArrayList<Pair>();
    database.read(sql -> {
      for (Allowance allowance : AllowanceRows.list(sql, organizationId)) {
        sql.selectFrom(ALLOWANCE_BALANCE)
            .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(allowance.id()))
            .forEach(row ->
                pairs.add(
                    new Pair(
                        allowance,
                        new BalanceKey(
                            allowance.id(),
                            row.get(ALLOWANCE_BALANCE.TARGET_ID),
                            row.get(ALLOWANCE_BALANCE.WINDOW_MS)))));
      }
      return pairs.size();
    });
    return pairs;
  }

  private static Balance derived(HotSql sql, Pair pair) {
    return DerivedBalance.now(sql, pair.allowance, pair.key);
  }
}
