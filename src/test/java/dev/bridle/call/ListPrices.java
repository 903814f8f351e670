package dev.bridle.call;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider's public price list and how it adds up a bill, in decimals: a second opinion that
 * shares nothing with the product's own prices.
 */
final class ListPrices {
  /** Dollars per million tokens. */
  private record Line(
      String input, String write5m, String write1h, String read, String output, boolean fast) {}

  /** What one run of one model used. */
  record Used(
      String model, long input, long write5m, long write1h, long read, long output, long searches) {
    long prompt() {
      return input + write5m + write1h + read;
    }

    Used with(long outputTokens) {
      return new Used(model, input, write5m, write1h, read, outputTokens, searches);
    }
  }

  private static final String HAIKU = "claude-haiku-5-5";
  private static final int UPPER_BAND = 100_000;
  private static final Line UPPER_HAIKU = new Line("0.50", "0.625", "1.00", "0.05", "2.50", false);

  private static final Map<String, Line> LINES =
      Map.of(
          "claude-fable-5-2",
          new Line("8", "10", "16", "0.20", "40", true),
          "claude-opus-5-5",
          new Line("4", "5", "8", "0.20", "20", true),
          "claude-opus-5",
          new Line("5", "6.25", "10", "0.50", "25", true),
          "claude-opus-4-8",
          new Line("5", "6.25", "10", "0.50", "25", false),
          "claude-sonnet-5-5",
          new Line("2", "2.5", "4", "0.10", "10", false),
          "claude-sonnet-4-6",
          new Line("3", "3.75", "6", "0.30", "15", false),
          HAIKU,
          new Line("0.10", "0.125", "0.20", "0.01", "0.50", false),
          "claude-haiku-4-5-20251001",
          new Line("1", "1.25", "2", "0.10", "5", false));

  static final List<String> MODELS = LINES.keySet().stream().sorted().toList();

  private static final BigDecimal MILLION = new BigDecimal(1_000_000);
  private static final BigDecimal SEARCH = new BigDecimal("0.01");

  private ListPrices() {}

  static boolean sellsFast(String model) {
    return line(model).fast;
  }

  private static Line line(String model) {
    var line = LINES.get(model);
    if (line == null) {
      throw new IllegalArgumentException(model);
    }
    return line;
  }

  /** The exact bill of some runs that belong to one answer. */
  static BigDecimal dollars(
      List<Used> runs, @Nullable String tier, @Nullable String speed, @Nullable String geo) {
    var sum = BigDecimal.ZERO;
    for (Used run : runs) {
      if (!"priority".equals(tier)) {
        sum = sum.add(tokens(run).multiply(factor(run.model, tier, speed, geo)));
      }
      sum = sum.add(SEARCH.multiply(BigDecimal.valueOf(run.searches)));
    }
    return sum;
  }

  static long nanos(BigDecimal dollars) {
    return dollars.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal tokens(Used run) {
    var line = run.model.equals(HAIKU) && run.prompt() > UPPER_BAND ? UPPER_HAIKU : line(run.model);
    return part(run.input, line.input)
        .add(part(run.write5m, line.write5m))
        .add(part(run.write1h, line.write1h))
        .add(part(run.read, line.read))
        .add(part(run.output, line.output));
  }

  private static BigDecimal part(long tokens, String dollarsPerMillion) {
    return BigDecimal.valueOf(tokens).multiply(new BigDecimal(dollarsPerMillion)).divide(MILLION);
  }

  private static BigDecimal factor(
      String model, @Nullable String tier, @Nullable String speed, @Nullable String geo) {
    var factor = BigDecimal.ONE;
    if ("us".equals(geo) && !model.startsWith("claude-haiku-4-5")) {
      factor = factor.multiply(new BigDecimal("1.1"));
    }
    if ("fast".equals(speed) && sellsFast(model)) {
      factor = factor.multiply(BigDecimal.TWO);
    }
    return "batch".equals(tier) ? factor.multiply(new BigDecimal("0.5")) : factor;
  }
}
