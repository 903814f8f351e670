package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The amounts of money of an organization and its pipelines, and where they stand now. */
public final class Budgets {
  private static final Set<Scope> WIDE = Set.of(Scope.ORGANIZATION, Scope.PIPELINE);

  private final Database database;
  private final InstantSource clock;

  public Budgets(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Those of which most is used, of all parts of their amounts; so many at most. */
  public BudgetLines lines(String organizationId, int atMost) {
    return lines(organizationId, _ -> true, atMost);
  }

  /** The same of the organization and of one pipeline, by its slug. */
  public BudgetLines lines(String organizationId, String pipeline, int atMost) {
    return lines(
        organizationId, line -> line.target().isEmpty() || line.target().equals(pipeline), atMost);
  }

  private BudgetLines lines(String organizationId, Predicate<BudgetLine> meant, int atMost) {
    database.settleHot();
    Instant now = clock.instant();
    return database.snapshot(sql -> lines(sql, organizationId, now, meant, atMost));
  }

  private static double used(BudgetLine line) {
    Standing standing = line.standing();
    double amount = Math.max(1, standing.allowance().amount());
    return (standing.settled() + standing.held()) / amount;
  }

  private static BudgetLines lines(
      DSLContext sql, String organizationId, Instant now, Predicate<BudgetLine> meant, int atMost) {
    var money =
        AllowanceRows.list(sql, organizationId).stream().filter(Allowance::isMoney).toList();
    var wide = money.stream().filter(Budgets::isWide).toList();
    var balances = balances(sql, organizationId, now);
    var all =
        wide.stream()
            .flatMap(one -> lines(one, balances.getOrDefault(one.id(), List.of()), now).stream())
            .toList();
    var lines =
        all.stream()
            .filter(meant)
            .sorted(Comparator.comparingDouble(Budgets::used).reversed())
            .toList();
    return new BudgetLines(
        lines.subList(0, Math.min(atMost, lines.size())),
        Math.max(0, lines.size() - atMost),
        money.size() - wide.size(),
        all.size() - lines.size());
  }

  private static boolean isWide(Allowance allowance) {
    return WIDE.contains(allowance.scope());
  }

  /** All balances of such allowances in the windows of now, by the allowances' ids. */
  private static Map<String, List<Record>> balances(
      DSLContext sql, String organizationId, Instant now) {
    var ofNow =
        Arrays.stream(Window.values())
            .map(window ->
                ALLOWANCE
                    .TIME_WINDOW
                    .eq(window.word())
                    .and(ALLOWANCE_BALANCE.WINDOW_MS.eq(window.startMs(now.toEpochMilli()))))
            .reduce(DSL.falseCondition(), Condition::or);
    return sql
        .select(
            ALLOWANCE_BALANCE.ALLOWANCE_ID,
            ALLOWANCE_BALANCE.TARGET_ID,
            ALLOWANCE_BALANCE.SETTLED,
            ALLOWANCE_BALANCE.HELD,
            PIPELINE.SLUG)
        .from(ALLOWANCE)
        .join(ALLOWANCE_BALANCE)
        .on(ALLOWANCE_BALANCE.ALLOWANCE_ID.eq(ALLOWANCE.ID))
        .leftJoin(PIPELINE)
        .on(PIPELINE.ID.eq(ALLOWANCE_BALANCE.TARGET_ID))
        .where(ALLOWANCE.ORGANIZATION_ID.eq(organizationId), ALLOWANCE.DELETED_MS.isNull())
        .and(ALLOWANCE.UNIT.eq(Unit.USD.word()))
        .and(ALLOWANCE.SCOPE.in(WIDE.stream().map(Scope::word).toList()))
        .and(ofNow)
        .stream()
        .map(row -> (Record) row)
        .collect(Collectors.groupingBy(row -> row.get(ALLOWANCE_BALANCE.ALLOWANCE_ID)));
  }

  private static List<BudgetLine> lines(Allowance allowance, List<Record> balances, Instant now) {
    long windowMs = allowance.window().startMs(now.toEpochMilli());
    return balances.isEmpty()
        ? unused(allowance, windowMs, now)
        : balances.stream().map(row -> line(allowance, windowMs, row, now)).toList();
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
