package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;

import dev.bridle.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an organization's usage shows, panel by panel. Whoever saw a call end finds it
 * here, and each panel sees one moment.
 */
public final class UsagePanels {
  /** In so few calls the builds that cost most are found by adding up all of them. */
  private static final long FEW_CALLS = 100_000;

  private static final long FEW_DAYS = 8;
  private static final long HOURS_SHOWN = 3;
  private static final long DAYS_SHOWN = 100;

  private final Database database;
  private final InstantSource clock;

  public UsagePanels(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What is shown of calls that were not made. */
  public RefusedPanels refusals() {
    return new RefusedPanels(database, new RefusedCalls(database, clock));
  }

  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  public UsageSummary summary(String organizationId, UsageRange range, UsageFilter filter) {
    return shown(sql ->
        new UsageSummary(
            range,
            new TotalsQuery(parts(organizationId, range, filter)).apply(sql).totals(),
            new RefusedQuery(organizationId, range, filter, Grain.DAY).total(sql)));
  }

  /**
   * The largest groups.
   *
   * @param offset how many of them were shown before
   */
  public Breakdown breakdown(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      Dimension by,
      Measure order,
      int offset,
      int atMost) {
    var parts = parts(organizationId, range, filter);
    return shown(sql -> {
      Sums all = new TotalsQuery(parts).apply(sql);
      var rows = new BreakdownQuery(parts, by, order, offset + atMost + 1).apply(sql);
      int before = Math.min(offset, rows.size());
      Sums seen =
          rows.subList(0, before).stream()
              .map(BreakdownQuery.Row::sums)
              .reduce(Sums.NONE, Sums::plus);
      return Breakdown.of(all, seen, rows.subList(before, rows.size()), atMost);
    });
  }

  /** The jobs that cost most; of a long range that takes as long as reading its calls does. */
  public Breakdown jobs(String organizationId, UsageRange range, UsageFilter filter, int atMost) {
    return shown(sql ->
        Breakdown.of(
            new TotalsQuery(parts(organizationId, range, filter)).apply(sql),
            Sums.NONE,
            new JobsQuery(organizationId, range, filter, atMost + 1).apply(sql),
            atMost));
  }

  /**
   * Usage over time.
   *
   * @param by what is told apart, in so many lines and one for all others; null when nothing is
   */
  public Series series(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      Grain grain,
      @Nullable Dimension by,
      Measure order,
      int lines) {
    var parts = parts(organizationId, range, filter);
    var starts = new Stretch(grain, range.fromMs(), range.toMs()).starts();
    return shown(sql -> {
      var total = new SeriesQuery(parts.every(grain), null).apply(sql).getOrDefault("", Map.of());
      if (by == null) {
        return Series.of(grain, starts, total, List.of(), Map.of());
      }
      var keys =
          new BreakdownQuery(parts, by, order, lines)
              .apply(sql).stream().map(BreakdownQuery.Row::key).toList();
      Map<String, Map<Long, Sums>> found =
          keys.isEmpty() ? Map.of() : new SeriesQuery(parts.every(grain).only(keys), by).apply(sql);
      return Series.of(grain, starts, total, keys, found);
    });
  }

  /** How long the periods are that a range is shown in. */
  public Grain grain(UsageRange range) {
    if (range.days() <= HOURS_SHOWN && hasHours(range)) {
      return Grain.HOUR;
    }
    return range.days() <= DAYS_SHOWN ? Grain.DAY : Grain.MONTH;
  }

  /** Whether hours are still kept of all of the range. */
  public boolean hasHours(UsageRange range) {
    Instant oldest = clock.instant().minus(Retention.HOURS_KEPT).plus(Duration.ofDays(1));
    return range.fromMs() >= oldest.toEpochMilli();
  }

  /** The builds that cost most. */
  public List<BuildUsage> builds(
      String organizationId, UsageRange range, UsageFilter filter, int atMost) {
    var builds = new BuildsQuery(organizationId, range, filter);
    return shown(sql ->
        areFew(sql, organizationId, range, filter)
            ? builds.dearest(sql, atMost)
            : new DearestBuilds(builds, atMost).apply(sql));
  }

  /** All builds of a day, the dearest first. */
  public List<BuildUsage> buildsOfDay(String organizationId, LocalDate day, UsageFilter filter) {
    var range = new UsageRange(day, day.plusDays(1));
    return shown(sql -> new BuildsQuery(organizationId, range, filter).all(sql));
  }

  /** Whether there is an index that leads to few rows. */
  private boolean areFew(
      DSLContext sql, String organizationId, UsageRange range, UsageFilter filter) {
    boolean failed =
        filter
            .value(Dimension.STATUS)
            .filter(status -> !status.equals(Outcome.COMPLETED.word()))
            .isPresent();
    return range.days() <= FEW_DAYS
        || failed
        || filter.dimensions().stream()
            .filter(one -> one.subject() != null)
            .anyMatch(one -> calls(sql, organizationId, range, filter, one) <= FEW_CALLS);
  }

  private long calls(
      DSLContext sql,
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      Dimension subject) {
    var one = UsageFilter.NONE.with(subject, filter.value(subject).orElseThrow());
    return new TotalsQuery(parts(organizationId, range, one)).apply(sql).calls();
  }

  public CallsPage calls(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      @Nullable String buildId,
      CallsPage.@Nullable Place before,
      int atMost) {
    return shown(new CallsQuery(organizationId, range, filter, buildId, before, atMost));
  }

  /** What one build has used within a range. */
  public UsageOfBuild ofBuild(
      String organizationId, String buildId, UsageRange range, UsageFilter filter) {
    return new UsageOfBuild(database, new BuildParts(organizationId, buildId, range, filter));
  }

  /** Where a build is: the slug of its pipeline, and its number. */
  public record BuildPlace(String pipelineSlug, long number) {}

  /** Where a build is; empty when none of its calls is known, made or refused. */
  public Optional<BuildPlace> placeOfBuild(String organizationId, String buildId) {
    return shown(sql ->
        sql.select(MODEL_CALL.PIPELINE_SLUG, MODEL_CALL.BUILD_NUMBER)
            .from(MODEL_CALL)
            .where(MODEL_CALL.BUILD_ID.eq(buildId), MODEL_CALL.ORGANIZATION_ID.eq(organizationId))
            .limit(1)
            .fetchOptional(row -> new BuildPlace(row.value1(), row.value2()))
            .or(() -> placeInSums(sql, organizationId, buildId))
            .or(() -> placeOfRefused(sql, organizationId, buildId)));
  }

  /** A build may have asked in vain only. */
  private static Optional<BuildPlace> placeOfRefused(
      DSLContext sql, String organizationId, String buildId) {
    return sql.select(REFUSED_CALL.PIPELINE_SLUG, REFUSED_CALL.BUILD_NUMBER)
        .from(REFUSED_CALL)
        .where(REFUSED_CALL.BUILD_ID.eq(buildId), REFUSED_CALL.ORGANIZATION_ID.eq(organizationId))
        .limit(1)
        .fetchOptional(row -> new BuildPlace(row.value1(), row.value2()));
  }

  /** Sums are kept for longer than single calls. */
  private static Optional<BuildPlace> placeInSums(
      DSLContext sql, String organizationId, String buildId) {
    return sql.select(USAGE_WHOLE_BUILD.PIPELINE_SLUG, USAGE_WHOLE_BUILD.BUILD_NUMBER)
        .from(USAGE_WHOLE_BUILD)
        .where(
            USAGE_WHOLE_BUILD.ORGANIZATION_ID.eq(organizationId),
            USAGE_WHOLE_BUILD.BUILD_ID.eq(buildId),
            USAGE_WHOLE_BUILD.MODEL.eq(""))
        .fetchOptional(row -> new BuildPlace(row.value1(), row.value2()));
  }

  public RefusedUsage refused(
      String organizationId, UsageRange range, UsageFilter filter, Grain grain) {
    var starts = new Stretch(grain, range.fromMs(), range.toMs()).starts();
    var found = shown(new RefusedQuery(organizationId, range, filter, grain));
    var lines =
        found.entrySet().stream()
            .map(line -> line(line.getKey(), starts, line.getValue()))
            .sorted(Comparator.comparingLong(RefusedUsage.Line::total).reversed())
            .toList();
    return new RefusedUsage(
        grain,
        starts.stream().map(Instant::ofEpochMilli).toList(),
        lines.stream().mapToLong(RefusedUsage.Line::total).sum(),
        lines);
  }

  private static RefusedUsage.Line line(String code, List<Long> starts, Map<Long, Long> times) {
    return new RefusedUsage.Line(
        code,
        times.values().stream().mapToLong(Long::longValue).sum(),
        starts.stream().map(at -> times.getOrDefault(at, 0L)).toList());
  }

  private UsageParts parts(String organizationId, UsageRange range, UsageFilter filter) {
    return UsageParts.of(organizationId, range, filter, today());
  }

  private <T> T shown(Function<DSLContext, T> panel) {
    database.settleHot();
    return database.snapshot(panel);
  }
}
