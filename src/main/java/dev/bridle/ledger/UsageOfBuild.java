package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.max;

import dev.bridle.store.Database;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Table;

/**
 * What one build has used within a range, by what it used and by which of its jobs did. By job it
 * is told as long as single calls are kept; by model for ever.
 */
public final class UsageOfBuild {
  private final Database database;
  private final BuildParts parts;

  UsageOfBuild(Database database, BuildParts parts) {
    this.database = database;
    this.parts = parts;
  }

  public Totals totals() {
    return shown(sql -> sum(sql, parts.byModel(sql)).totals());
  }

  /** The models that cost most. */
  public Breakdown models(int atMost) {
    return shown(sql -> groups(sql, parts.byModel(sql), atMost));
  }

  /** The jobs that cost most, by their ids. */
  public Breakdown jobs(int atMost) {
    return shown(sql -> groups(sql, parts.byJob(), atMost));
  }

  /** Keys of the steps of these jobs; jobs of steps without one are missing. */
  public Map<String, String> steps(Collection<String> jobs) {
    return shown(sql ->
        sql.select(MODEL_CALL.JOB_ID, max(MODEL_CALL.STEP_KEY))
            .from(MODEL_CALL)
            .where(MODEL_CALL.BUILD_ID.eq(parts.buildId()), MODEL_CALL.JOB_ID.in(jobs))
            .and(MODEL_CALL.STEP_KEY.isNotNull())
            .groupBy(MODEL_CALL.JOB_ID)
            .fetchMap(row -> row.value1(), row -> row.value2()));
  }

  private static Breakdown groups(DSLContext sql, Table<?> table, int atMost) {
    var key = UsageParts.key(table);
    var rows =
        sql.select(key)
            .select(SumColumns.totals(table))
            .from(table)
            .groupBy(key)
            .orderBy(Measure.COST.of(table).desc(), key)
            .limit(atMost + 1)
            .fetch(row -> new BreakdownQuery.Row(row.get(key), SumColumns.read(row, 1)));
    return Breakdown.of(sum(sql, table), Sums.NONE, rows, atMost);
  }

  private static Sums sum(DSLContext sql, Table<?> table) {
    return sql.select(SumColumns.totals(table))
        .from(table)
        .fetchSingle(row -> SumColumns.read(row, 0));
  }

  private <T> T shown(Function<DSLContext, T> panel) {
    database.settleHot();
    return database.snapshot(panel);
  }
}
