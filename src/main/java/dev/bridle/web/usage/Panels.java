package dev.bridle.web.usage;

import dev.bridle.allowance.Budgets;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.organization.Member;
import dev.bridle.organization.Members;
import dev.bridle.web.Visitor;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
      case REFUSED -> RefusedPanel.of(usage.refused(id, range, filter, usage.grain(range)));
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
    var series =
        usage.series(
            who.organizationId(),
            asked.range(),
            asked.filter(),
            usage.grain(asked.range()),
            asked.grouping().dimension().orElse(null),
            asked.order(),
            SeriesPanel.LINES);
    return SeriesPanel.of(series, asked, names(who, asked.grouping()));
  }

  private Panel breakdown(Visitor who, Asked asked) {
    String id = who.organizationId();
    int before = (asked.page() - 1) * BreakdownPanel.PAGE;
    var by = asked.grouping().dimension();
    if (by.isEmpty()) {
      int atMost = before + BreakdownPanel.PAGE + 1;
      return BreakdownPanel.ofBuilds(
          usage.builds(id, asked.range(), asked.filter(), atMost),
          usage.summary(id, asked.range(), asked.filter()).totals(),
          asked,
          names(who, Grouping.CREATOR));
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
    return BreakdownPanel.of(found, asked, names(who, asked.grouping()));
  }

  /** How the value of a filter is called. */
  String name(Visitor who, Dimension dimension, String value) {
    return names(who, dimension == Dimension.CREATOR ? Grouping.CREATOR : Grouping.MODEL)
        .apply(value);
  }

  /** People have names; everything else is its own. Whoever has left is known by their id only. */
  private UnaryOperator<String> names(Visitor who, Grouping grouping) {
    Map<String, String> people =
        grouping == Grouping.CREATOR
            ? members.list(who.organizationId()).stream()
                .map(Member::person)
                .collect(Collectors.toMap(person -> person.id(), person -> person.name()))
            : Map.of();
    return key -> key.isEmpty() ? "(none)" : people.getOrDefault(key, key);
  }
}
