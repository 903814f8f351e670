package dev.bridle.bench.usage;

import dev.bridle.bench.rows.Bulk;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Budgets as an organization of that size has them. */
final class BudgetRows {
  private static final String ALLOWANCE =
      """
      insert into allowance (id, organization_id, number, scope, target_id, target, unit, time_window,
        amount, mode, created_ms, updated_ms)
      values (?, ?, ?, ?, ?, ?, 'usd', 'month', ?, 'hard', 0, 0)\
      """;

  private static final String BALANCE =
      """
      insert into allowance_balance (allowance_id, target_id, window_ms, settled, held, noted)
      values (?, ?, ?, ?, 0, 0)\
      """;

  private static final long USD = 1_000_000_000;
  private static final int WITH_OWN_BUDGET = 20;

  private BudgetRows() {}

  static void add(Bulk bulk, String organizationId, YearSize size) {
    long monthMs =
        size.lastDay().withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    long number = Math.floorMod(organizationId.hashCode(), 1_000_000) * 1_000L;
    allowance(bulk, organizationId, number, "organization", null, 200_000 * USD);
    bulk.run(BALANCE, organizationId + "-" + number, organizationId, monthMs, 90_000 * USD);
    allowance(bulk, organizationId, number + 1, "pipeline", null, 5_000 * USD);
    for (int i = 0; i < size.pipelines(); i++) {
      bulk.run(
          BALANCE,
          organizationId + "-" + (number + 1),
          "id-of-pipeline-" + i,
          monthMs,
          (9_000L / (i + 1)) * USD);
    }
    for (int i = 0; i < Math.min(WITH_OWN_BUDGET, size.pipelines()); i++) {
      long own = number + 2 + i;
      String pipeline = "id-of-pipeline-" + i;
      allowance(bulk, organizationId, own, "pipeline", pipeline, 8_000 * USD);
      bulk.run(BALANCE, organizationId + "-" + own, pipeline, monthMs, (9_000L / (i + 1)) * USD);
    }
  }

  private static void allowance(
      Bulk bulk,
      String organizationId,
      long number,
      String scope,
      @Nullable String target,
      long amount) {
    bulk.run(
        ALLOWANCE,
        organizationId + "-" + number,
        organizationId,
        number,
        scope,
        target,
        target,
        amount);
  }
}
