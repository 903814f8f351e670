package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The amounts of money of an organization and its pipelines, and where they stand now. */
public final class Budgets {
  private final Database database;
  private final InstantSource clock;

  public Budgets(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Those of which most is used, of all parts of their amounts; so many at most. */
  public List<BudgetLine> lines(String organizationId, int atMost) {
    database.settleHot();
    Instant now = clock.instant();
    return database.snapshot(sql -> lines(sql, organizationId, now)).stream()
        .sorted(Comparator.comparingDouble(Budgets::used).reversed())
        .limit(atMost)
        .toList();
  }

  private static double used(BudgetLine line) {
    Standing standing = line.standing();
    double amount = Math.max(1, standing.allowance().amount());
    return (standing.settled() + standing.held()) / amount;
  }

  private static List<BudgetLine> lines(DSLContext sql, String organizationId, Instant now) {
    List<BudgetLine> lines = new ArrayList<>();
    for (Allowance allowance : AllowanceRows.list(sql, organizationId)) {
      boolean wide = allowance.scope() == Scope.ORGANIZATION || allowance.scope() == Scope.PIPELINE;
      if (allowance.isMoney() && wide) {
        lines.addAll(lines(sql, allowance, now));
      }
    }
    return lines;
  }

  private static List<BudgetLine> lines(DSLContext sql, Allowance allowance, Instant now) {
    long windowMs = allowance.window().startMs(now.toEpochMilli());
    var lines =
        sql.select(
                ALLOWANCE_BALANCE.TARGET_ID,
                ALLOWANCE_BALANCE.SETTLED,
                ALLOWANCE_BALANCE.HELD,
                PIPELINE.SLUG)
            .from(ALLOWANCE_BALANCE)
            .leftJoin(PIPELINE)
            .on(PIPELINE.ID.eq(ALLOWANCE_BALANCE.TARGET_ID))
            .where(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(allowance.id()))
            .and(ALLOWANCE_BALANCE.WINDOW_MS.eq(windowMs))
            .fetch(row -> line(allowance, windowMs, row, now));
    return lines.isEmpty() ? unused(allowance, windowMs, now) : lines;
  }

  private static BudgetLine line(Allowance allowance, long windowMs, Record row, Instant now) {
    String targetId = row.get(ALLOWANCE_BALANCE.TARGET_ID);
    String slug = row.get(PIPELINE.SLUG);
    return BudgetLine.of(
        new Standing(
            allowance,
            targetId,
            windowMs,
            row.get(ALLOWANCE_BALANCE.SETTLED),
            row.get(ALLOWANCE_BALANCE.HELD)),
        slug != null ? slug : allowance.scope() == Scope.PIPELINE ? targetId : "",
        now);
  }

  /** One that nobody has used yet is a line as well; one for each pipeline is not. */
  private static List<BudgetLine> unused(Allowance allowance, long windowMs, Instant now) {
    String targetId =
        allowance.scope() == Scope.ORGANIZATION ? allowance.organizationId() : allowance.targetId();
    return Optional.ofNullable(targetId)
        .map(id -> new Standing(allowance, id, windowMs, 0, 0))
        .map(standing -> BudgetLine.of(standing, named(allowance), now))
        .stream()
        .toList();
  }

  private static String named(Allowance allowance) {
    return allowance.target() == null ? "" : allowance.target();
  }
}
