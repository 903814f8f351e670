package dev.bridle.web.usage;

import dev.bridle.ledger.Grain;
import dev.bridle.ledger.UsageRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What can be chosen on the page by one click.
 *
 * @param grain of the periods that the page shows
 */
public record Choices(Asked asked, LocalDate today, Grain grain) {
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

  /** Files of what is shown: of calls that were not made where those are measured. */
  public List<Choice> files() {
    if (asked.build().isPresent()) {
      return List.of(
          file("Single calls", false, "call"), file("Single refused calls", true, "call"));
    }
    boolean refused = asked.measured() == Measured.REFUSED_CALLS;
    String what = refused ? "Refused calls by " : "By ";
    String by = asked.grouping().word();
    var files = new ArrayList<Choice>();
    files.add(file(what + by, refused, by));
    files.add(file(what + "day", refused, "day"));
    if (asked.grouping().dimension().isPresent()) {
      String period = grain.word();
      files.add(file(what + period + " and " + by, refused, period, by));
    }
    files.add(
        refused
            ? file("Refused calls by reason", true, "error_code")
            : file("Refused calls by " + by, true, by));
    files.add(file(refused ? "Single refused calls" : "Single calls", refused, "call"));
    return files;
  }

  private Choice file(String label, boolean refused, String groupBy) {
    return new Choice(label, asked.csv(refused, groupBy, Optional.empty()), false);
  }

  private Choice file(String label, boolean refused, String period, String by) {
    return new Choice(label, asked.csv(refused, period, Optional.of(by)), false);
  }

  /** Whether the choices say all of the days, so that none need be typed. */
  public boolean isPreset() {
    return ranges().stream().anyMatch(Choice::isChosen)
        && Objects.equals(asked.days().problems(), Map.of());
  }
}
