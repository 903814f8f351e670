package dev.bridle.rest;

import dev.bridle.allowance.BudgetLine;
import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.BuildUsage;
import dev.bridle.ledger.RefusedUsage;
import dev.bridle.ledger.Series;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsageSummary;
import dev.bridle.price.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage as JSON. */
final class UsageShapes {
  private static final int RATIO_DECIMALS = 4;

  private UsageShapes() {}

  static Map<String, @Nullable Object> summary(UsageSummary summary) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("from", summary.range().from().toString());
    shape.put("to", summary.range().to().toString());
    shape.put("totals", totals(summary.totals()));
    shape.put("cache_hit_ratio", ratio(summary.totals()));
    shape.put("refused_calls", summary.refused());
    return shape;
  }

  /** A number of four decimals; null when nothing was put in. */
  static @Nullable Object ratio(Totals totals) {
    var ratio = totals.cacheHitRatio();
    return ratio.isEmpty()
        ? null
        : BigDecimal.valueOf(ratio.getAsDouble()).setScale(RATIO_DECIMALS, RoundingMode.HALF_UP);
  }

  /** The sums as they stand in reports and on a build. */
  static Map<String, Object> totals(Totals totals) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("calls", totals.calls());
    shape.put("input_tokens", totals.inputTokens());
    shape.put("output_tokens", totals.outputTokens());
    shape.put("cache_read_input_tokens", totals.cacheReadTokens());
    shape.put("cache_creation_input_tokens", totals.cacheWriteTokens());
    shape.put("cost_usd", totals.cost().toString());
    shape.put("cost_at_most_usd", totals.costAtMost().toString());
    return shape;
  }

  static Map<String, Object> group(String key, Totals totals) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("key", key);
    shape.putAll(totals(totals));
    return shape;
  }

  static void addGroups(Map<String, @Nullable Object> shape, Breakdown breakdown) {
    shape.put(
        "groups", breakdown.groups().stream().map(one -> group(one.key(), one.totals())).toList());
    shape.put("others", totals(breakdown.others()));
    shape.put("more", breakdown.more());
  }

  static Map<String, Object> series(Series series) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("grain", series.grain().word());
    shape.put("starts", series.starts().stream().map(Times::iso).toList());
    shape.put("total", all(series.total()));
    shape.put(
        "lines",
        series.lines().stream()
            .map(line -> {
              var one = new LinkedHashMap<String, Object>();
              one.put("key", line.key());
              one.put("values", all(line.values()));
              return one;
            })
            .toList());
    shape.put("others", all(series.others()));
    return shape;
  }

  private static List<Map<String, Object>> all(List<Totals> values) {
    return values.stream().map(UsageShapes::totals).toList();
  }

  static Map<String, @Nullable Object> build(BuildUsage build) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("build_id", build.buildId());
    shape.put("pipeline", build.pipelineSlug());
    shape.put("build_number", build.number());
    shape.put("branch", build.branch());
    shape.put("creator_id", build.creatorId());
    shape.put("first_day", build.firstDay().toString());
    shape.putAll(totals(build.totals()));
    return shape;
  }

  static Map<String, Object> refused(RefusedUsage refused) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("grain", refused.grain().word());
    shape.put("starts", refused.starts().stream().map(Times::iso).toList());
    shape.put("refused_calls", refused.total());
    shape.put(
        "lines",
        refused.lines().stream()
            .map(line -> {
              var one = new LinkedHashMap<String, Object>();
              one.put("error_code", line.code());
              one.put("refused_calls", line.total());
              one.put("values", line.values());
              return one;
            })
            .toList());
    return shape;
  }

  static Map<String, @Nullable Object> budget(BudgetLine line) {
    var standing = line.standing();
    var allowance = standing.allowance();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("allowance_id", allowance.id());
    shape.put("scope", allowance.scope().word());
    shape.put("pipeline", line.target().isEmpty() ? null : line.target());
    shape.put("provider", allowance.provider());
    shape.put("model", allowance.model());
    shape.put("window", allowance.window().word());
    shape.put("mode", allowance.mode().word());
    shape.put("amount_usd", new Money(allowance.amount()).toString());
    shape.put("settled_usd", new Money(standing.settled()).toString());
    shape.put("held_usd", new Money(standing.held()).toString());
    shape.put("forecast_usd", line.forecast().map(Money::toString).orElse(null));
    shape.put("spent_at", Times.iso(line.spentAt().orElse(null)));
    shape.put("resets_at", Times.iso(standing.resetsAt().orElse(null)));
    return shape;
  }
}
