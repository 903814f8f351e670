package dev.bridle.bench.pages;

import java.util.Arrays;

/**
 * How long one page took on one engine, in milliseconds, from asking to its last byte.
 *
 * @param first the first time, with nothing warm
 * @param cpu what server and asker computed together, on average
 * @param kb its length before compression
 */
record PageTime(
    String engine,
    String page,
    String path,
    double first,
    double p50,
    double p99,
    double worst,
    double cpu,
    long kb) {
  static final double ALLOWED_MS = 50;

  static PageTime of(String engine, Page page, double first, double[] warm, double cpu, long kb) {
    double[] sorted = warm.clone();
    Arrays.sort(sorted);
    return new PageTime(
        engine,
        page.name(),
        page.path(),
        first,
        at(sorted, 0.5),
        at(sorted, 0.99),
        sorted[sorted.length - 1],
        cpu,
        kb);
  }

  private static double at(double[] sorted, double part) {
    return sorted[Math.clamp((int) Math.ceil(part * sorted.length) - 1, 0, sorted.length - 1)];
  }

  boolean isQuick() {
    return p99 < ALLOWED_MS;
  }
}
