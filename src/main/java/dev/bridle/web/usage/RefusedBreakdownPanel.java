package dev.bridle.web.usage;

import dev.bridle.ledger.RefusedBreakdown;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Calls that were not made by what they are told apart by, the largest groups first.
 *
 * @param others what is in no group of this page or those before it
 * @param earlier address of the page before; empty on the first one
 * @param later address of the next page; empty on the last one
 */
public record RefusedBreakdownPanel(
    Grouping grouping,
    List<Row> rows,
    long others,
    Optional<String> earlier,
    Optional<String> later)
    implements Panel {
  /**
   * One group.
   *
   * @param note what else is told of it; empty for nothing
   * @param address where its refusals are; empty for nowhere
   */
  public record Row(String name, String note, String address, long times, long percent) {}

  static RefusedBreakdownPanel of(
      RefusedBreakdown found, Asked asked, Visitor who, UnaryOperator<String> named) {
    return new RefusedBreakdownPanel(
        asked.grouping(),
        found.groups().stream().map(group -> row(group, found.total(), asked, who, named)).toList(),
        found.others(),
        BreakdownPanel.page(asked, -1, asked.page() > 1),
        BreakdownPanel.page(asked, 1, found.more() && asked.hasMorePages()));
  }

  private static Row row(
      RefusedBreakdown.Group group,
      long total,
      Asked asked,
      Visitor who,
      UnaryOperator<String> named) {
    long percent = BreakdownPanel.percent(group.times(), total);
    var build = group.build();
    if (build == null) {
      Grouping by = asked.grouping();
      // An empty value is no filter: nothing leads to what has no branch.
      String within =
          group.key().isEmpty() ? "" : asked.with(by.word(), group.key(), "by", by.within().word());
      return new Row(named.apply(group.key()), "", within, group.times(), percent);
    }
    String creator = build.creatorId();
    return new Row(
        build.pipelineSlug() + " #" + build.number(),
        build.branch() + (creator == null ? "" : ", " + named.apply(creator)),
        BreakdownPanel.build(who, build.pipelineSlug(), build.number()),
        group.times(),
        percent);
  }

  /** Whose builds they are. */
  static List<String> creators(RefusedBreakdown found) {
    return found.groups().stream()
        .map(RefusedBreakdown.Group::build)
        .filter(Objects::nonNull)
        .flatMap(build -> Stream.ofNullable(build.creatorId()))
        .distinct()
        .toList();
  }
}
