package dev.bridle.web.usage;

import dev.bridle.ledger.UsageRange;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What can be chosen on the page by one click. */
public record Choices(Asked asked, LocalDate today) {
  public List<Choice> tabs() {
    return List.of(
        new Choice("Overview", asked.with("product", "", "build", ""), asked.isOverview()),
        new Choice("Hosted Models", asked.with("product", Asked.PRODUCT), !asked.isOverview()));
  }

  public List<Choice> ranges() {
    LocalDate month = today.withDayOfMonth(1);
    Map<String, UsageRange> ranges = new LinkedHashMap<>();
    ranges.put("Today", Days.last(1, today));
    ranges.put("Last 7 days", Days.last(7, today));
    ranges.put("Last 30 days", Days.last(Days.USUAL, today));
    ranges.put("Last 90 days", Days.last(90, today));
    ranges.put("This month", new UsageRange(month, today.plusDays(1)));
    ranges.put("Last month", new UsageRange(month.minusMonths(1), month));
    ranges.put("Last year", Days.last(365, today));
    return ranges.entrySet().stream().map(one -> range(one.getKey(), one.getValue())).toList();
  }

  private Choice range(String label, UsageRange range) {
    return new Choice(
        label,
        asked.with("from", range.from().toString(), "until", range.to().minusDays(1).toString()),
        range.equals(asked.range()));
  }

  public List<Choice> groupings() {
    return Arrays.stream(Grouping.values())
        .map(one -> new Choice(one.label(), asked.with("by", one.word()), one == asked.grouping()))
        .toList();
  }

  public List<Choice> orders() {
    return Arrays.stream(Measured.values())
        .map(one ->
            new Choice(one.label(), asked.with("order", one.word()), one == asked.measured()))
        .toList();
  }

  public List<Choice> files() {
    return asked.build().isPresent()
        ? List.of(new Choice("Single calls", asked.csv("call"), false))
        : List.of(
            new Choice("By " + asked.grouping().word(), asked.csv(asked.grouping().word()), false),
            new Choice("By day", asked.csv("day"), false),
            new Choice("Single calls", asked.csv("call"), false));
  }

  /** Whether the choices say all of the days, so that none need be typed. */
  public boolean isPreset() {
    return ranges().stream().anyMatch(Choice::isChosen)
        && Objects.equals(asked.days().problems(), Map.of());
  }
}
