package dev.bridle.bench.report;

/**
 * One line of the table.
 *
 * @param key its name in the JSON
 * @param decimals to print
 * @param overDirect whether what the upstream itself takes is subtracted, round by round
 */
public record Metric(String key, String title, int decimals, boolean overDirect) {
  public static Metric absolute(String key, String title, int decimals) {
    return new Metric(key, title, decimals, false);
  }

  public static Metric added(String key, String title, int decimals) {
    return new Metric(key, title, decimals, true);
  }
}
