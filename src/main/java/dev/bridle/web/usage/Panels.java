package dev.bridle.web.usage;

import dev.bridle.allowance.Budgets;
import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.BuildUsage;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.RefusedBreakdown;
import dev.bridle.ledger.RefusedSeries;
import dev.bridle.ledger.Series;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.organization.Members;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes each part of the page from what is asked. */
record Panels(UsagePanels usage, Budgets budgets, Members members) {
  Panel of(Visitor who, Asked asked, PanelName name) {
    String id = who.organizationId();
    var range = asked.range();
    var filter = asked.filter();
    return switch (name) {
      case FIGURES ->
          FiguresPanel.of(
              usage.summary(id, range, filter), usage.summary(id, range.previous(), filter));
      case SERIES -> series(who, asked);
      case BREAKDOWN -> breakdown(who, asked);
      case BUDGETS -> BudgetsPanel.of(budgets.lines(id, BudgetsPanel.MOST), who);
      case REFUSED ->
          RefusedPanel.of(
              usage.refused(id, range, filter, usage.grain(range)),
              usage.refusals().newest(id, range, filter, RefusedPanel.NEWEST),
              asked,
              who);
      case CALLS ->
          CallsPanel.of(
              usage.calls(
                  id,
                  range,
                  filter,
                  asked.build().orElse(null),
                  asked.before().orElse(null),
                  CallsPanel.PAGE),
              asked,
              who);
    };
  }

  private Panel series(Visitor who, Asked asked) {
    if (asked.measured() == Measured.REFUSED_CALLS) {
      return refusedSeries(who, asked);
    }
    var by =
        asked.measured() == Measured.TOKEN_KINDS ? null : asked.grouping().dimension().orElse(null);
    var series =
        usage.series(
            who.organizationId(),
            asked.range(),
            asked.filter(),
            usage.grain(asked.range()),
            by,
            asked.order(),
            SeriesPanel.LINES);
    var keys = series.lines().stream().map(Series.Line::key).toList();
    return SeriesPanel.of(
        SeriesLines.of(series, asked.measured(), names(who, asked.grouping(), keys)),
        series.total().stream().allMatch(Totals::isNothing),
        asked);
  }

  private Panel refusedSeries(Visitor who, Asked asked) {
    var series =
        usage
            .refusals()
            .series(
                who.organizationId(),
                asked.range(),
                asked.filter(),
                usage.grain(asked.range()),
                asked.grouping().dimension(),
                SeriesPanel.LINES);
    var keys = series.lines().stream().map(RefusedSeries.Line::key).toList();
    return SeriesPanel.of(
        SeriesLines.of(series, names(who, asked.grouping(), keys)),
        series.total().stream().allMatch(times -> times == 0),
        asked);
  }

  private Panel refusedBreakdown(Visitor who, Asked asked) {
    var found =
        usage
            .refusals()
            .breakdown(
                who.organizationId(),
                asked.range(),
                asked.filter(),
                asked.grouping().dimension().orElse(null),
                (asked.page() - 1) * BreakdownPanel.PAGE,
                BreakdownPanel.PAGE);
    var keys =
        asked.grouping() == Grouping.BUILD
            ? RefusedBreakdownPanel.creators(found)
            : found.groups().stream().map(RefusedBreakdown.Group::key).toList();
    var naming = asked.grouping() == Grouping.BUILD ? Grouping.CREATOR : asked.grouping();
    return RefusedBreakdownPanel.of(found, asked, who, names(who, naming, keys));
  }

  private Panel breakdown(Visitor who, Asked asked) {
    if (asked.measured() == Measured.REFUSED_CALLS) {
      return refusedBreakdown(who, asked);
    }
    String id = who.organizationId();
    int before = (asked.page() - 1) * BreakdownPanel.PAGE;
    var by = asked.grouping().dimension();
    if (by.isEmpty()) {
      int atMost = before + BreakdownPanel.PAGE + 1;
      var builds = usage.builds(id, asked.range(), asked.filter(), atMost);
      var creators =
          builds.stream()
              .map(BuildUsage::creatorId)
              .flatMap(java.util.stream.Stream::ofNullable)
              .distinct()
              .toList();
      return BreakdownPanel.ofBuilds(
          builds,
          usage.summary(id, asked.range(), asked.filter()).totals(),
          asked,
          names(who, Grouping.CREATOR, creators));
    }
    var found =
        usage.breakdown(
            id,
            asked.range(),
            asked.filter(),
            by.get(),
            asked.order(),
            before,
            BreakdownPanel.PAGE);
    var keys = found.groups().stream().map(Breakdown.Group::key).toList();
    return BreakdownPanel.of(found, asked, names(who, asked.grouping(), keys));
  }

  /** How the value of a filter is called. */
  String name(Visitor who, Dimension dimension, String value) {
    var grouping = dimension == Dimension.CREATOR ? Grouping.CREATOR : Grouping.MODEL;
    return names(who, grouping, List.of(value)).apply(value);
  }

  /** People have names; everything else is its own. */
  private UnaryOperator<String> names(Visitor who, Grouping grouping, List<String> keys) {
    Map<String, String> people =
        grouping == Grouping.CREATOR ? members.names(who.organizationId(), keys) : Map.of();
    return key -> key.isEmpty() ? "(none)" : people.getOrDefault(key, key);
  }
}
