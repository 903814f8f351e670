package dev.bridle.ledger;

import dev.bridle.store.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What pages show of calls that were not made. They are few beside those that were, and within a
 * minute one row tells many: their rows are added up, there are no sums of them.
 */
public final class RefusedPanels {
  /** What a call that was not made has. */
  public static final List<Dimension> DIMENSIONS =
      Arrays.stream(Dimension.values()).filter(one -> RefusedRows.column(one).isPresent()).toList();

  private final Database database;
  private final RefusedCalls calls;

  RefusedPanels(Database database, RefusedCalls calls) {
    this.database = database;
    this.calls = calls;
  }

  /**
   * The largest groups; none of what a refused call doesn't have.
   *
   * @param by null for builds
   * @param offset how many of them were shown before
   */
  public RefusedBreakdown breakdown(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      @Nullable Dimension by,
      int offset,
      int atMost) {
    if (by == null) {
      return shown(new RefusedGroupsQuery(organizationId, range, filter, null, offset, atMost));
    }
    return RefusedRows.column(by)
        .map(column ->
            shown(new RefusedGroupsQuery(organizationId, range, filter, column, offset, atMost)))
        .orElse(new RefusedBreakdown(0, List.of(), 0, false));
  }

  /**
   * Over time.
   *
   * @param by what is told apart, in so many lines and one for all others; empty when nothing is
   */
  public RefusedSeries series(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      Grain grain,
      Optional<Dimension> by,
      int lines) {
    var starts = new Stretch(grain, range.fromMs(), range.toMs()).starts();
    var column = by.flatMap(RefusedRows::column);
    return RefusedSeries.of(
        grain,
        starts,
        column.isPresent()
            ? shown(
                new RefusedSeriesQuery(organizationId, range, filter, grain, column.get(), lines))
            : Map.of("", shown(new RefusedTimesQuery(organizationId, range, filter, grain))));
  }

  /**
   * How many there were with each error code, the most frequent first.
   *
   * @param buildId null for those of all builds
   */
  public Map<String, Long> reasons(
      String organizationId, UsageRange range, UsageFilter filter, @Nullable String buildId) {
    var which = RefusedRows.which(organizationId, range, filter);
    return shown(new RefusedReasonsQuery(which.and(RefusedRows.ofBuild(buildId))));
  }

  /**
   * Single ones, newest first.
   *
   * @param buildId null for those of all builds
   * @param than the one that these are older than; null for the newest
   */
  public List<RefusedCalls.Entry> older(
      String organizationId,
      UsageRange range,
      UsageFilter filter,
      @Nullable String buildId,
      RefusedCalls.@Nullable Entry than,
      int atMost) {
    Condition which = RefusedRows.which(organizationId, range, filter);
    return calls.newest(
        which
            .and(RefusedRows.ofBuild(buildId))
            .and(than == null ? DSL.noCondition() : RefusedRows.older(than)),
        atMost);
  }

  /** Those that were refused last, newest first. */
  public List<RefusedCalls.Entry> newest(
      String organizationId, UsageRange range, UsageFilter filter, int atMost) {
    return calls.newest(RefusedRows.which(organizationId, range, filter), atMost);
  }

  private <T> T shown(Function<DSLContext, T> panel) {
    database.settleHot();
    return database.snapshot(panel);
  }
}
