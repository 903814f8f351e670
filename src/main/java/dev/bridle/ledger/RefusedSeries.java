package dev.bridle.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Calls that were not made, period by period.
 *
 * @param starts when the periods begin; every line has a value for each
 * @param lines the largest ones; none when nothing is told apart
 * @param others what is in none of the lines
 */
public record RefusedSeries(
    Grain grain, List<Instant> starts, List<Long> total, List<Line> lines, List<Long> others) {
  public record Line(String key, List<Long> values) {
    long total() {
      return values.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** All that were found by line and period; those of no line have the empty key. */
  static RefusedSeries of(Grain grain, List<Long> starts, Map<String, Map<Long, Long>> found) {
    var lines =
        found.entrySet().stream()
            .filter(one -> !one.getKey().isEmpty())
            .map(one -> new Line(one.getKey(), values(starts, one.getValue())))
            .sorted(Comparator.comparingLong(Line::total).reversed().thenComparing(Line::key))
            .toList();
    var others = values(starts, found.getOrDefault("", Map.of()));
    return new RefusedSeries(
        grain,
        starts.stream().map(Instant::ofEpochMilli).toList(),
        total(lines, others),
        lines,
        others);
  }

  private static List<Long> total(List<Line> lines, List<Long> others) {
    return IntStream.range(0, others.size())
        .mapToObj(
            at -> others.get(at) + lines.stream().mapToLong(line -> line.values().get(at)).sum())
        .toList();
  }

  private static List<Long> values(List<Long> starts, Map<Long, Long> found) {
    return starts.stream().map(at -> found.getOrDefault(at, 0L)).toList();
  }
}
