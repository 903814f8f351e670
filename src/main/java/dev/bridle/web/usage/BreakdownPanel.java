package dev.bridle.web.usage;

import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.BuildUsage;
import dev.bridle.ledger.Totals;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Usage by what it is told apart by, the largest groups first.
 *
 * @param others what is in no group of this page or those before it; empty when it is nothing or
 *     not known
 * @param earlier address of the page before; empty on the first one
 * @param later address of the next page; empty on the last one
 */
public record BreakdownPanel(
    Grouping grouping,
    Measured measured,
    List<Row> rows,
    Optional<Totals> others,
    Optional<String> earlier,
    Optional<String> later)
    implements Panel {
  static final int PAGE = 20;

  /**
   * One group.
   *
   * @param note what else is told of it; empty for nothing
   * @param address where it is looked into; empty for nowhere
   * @param percent its part of all that the groups are ordered by
   */
  public record Row(String name, String note, String address, Totals totals, long percent) {
    public long tokens() {
      return Amounts.tokens(totals);
    }
  }

  /** Which part of what was put in came from a cache. */
  public static String ratio(Totals totals) {
    return Amounts.percent(totals.cacheHitRatio());
  }

  static BreakdownPanel of(Breakdown found, Asked asked, UnaryOperator<String> named) {
    var amounts = new Amounts(asked.measured());
    Grouping grouping = asked.grouping();
    long all = amounts.orderOf(found.totals());
    var rows =
        found.groups().stream()
            .map(group ->
                new Row(
                    named.apply(group.key()),
                    "",
                    group.key().isEmpty()
                        ? ""
                        : asked.with(grouping.word(), group.key(), "by", grouping.within().word()),
                    group.totals(),
                    percent(amounts.orderOf(group.totals()), all)))
            .toList();
    return new BreakdownPanel(
        grouping,
        asked.measured(),
        rows,
        Optional.of(found.others()).filter(others -> !others.isNothing()),
        page(asked, -1, asked.page() > 1),
        page(asked, 1, found.more() && asked.hasMorePages()));
  }

  static BreakdownPanel ofBuilds(
      List<BuildUsage> found, Totals all, Asked asked, UnaryOperator<String> named) {
    int before = (asked.page() - 1) * PAGE;
    var rows =
        found.stream()
            .skip(before)
            .limit(PAGE)
            .map(build ->
                new Row(
                    build.pipelineSlug() + " #" + build.number(),
                    build.branch()
                        + (build.creatorId() == null ? "" : ", " + named.apply(build.creatorId())),
                    asked.with("build", build.buildId()),
                    build.totals(),
                    percent(build.totals().cost().nanos(), all.cost().nanos())))
            .toList();
    return new BreakdownPanel(
        Grouping.BUILD,
        asked.measured(),
        rows,
        Optional.empty(),
        page(asked, -1, asked.page() > 1),
        page(asked, 1, found.size() > before + PAGE && asked.hasMorePages()));
  }

  /** Where a build itself says what it asked of models. */
  static String build(Visitor who, String pipelineSlug, long number) {
    return page(who, pipelineSlug, number) + "/ai";
  }

  static String page(Visitor who, String pipelineSlug, long number) {
    return who.address(Place.PIPELINES) + "/" + pipelineSlug + "/builds/" + number;
  }

  static Optional<String> page(Asked asked, int step, boolean there) {
    return there
        ? Optional.of(asked.with("page", Integer.toString(asked.page() + step)) + "#breakdown")
        : Optional.empty();
  }

  static long percent(long part, long all) {
    return all <= 0 ? 0 : Math.clamp(Math.round(100.0 * part / all), 0, 100);
  }
}
