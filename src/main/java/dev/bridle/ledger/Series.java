package dev.bridle.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Usage period by period.
 *
 * @param starts when the periods begin; every line has a value for each
 * @param total of all lines and what is in none of them
 * @param lines the largest ones; none when nothing is told apart
 * @param others what is in none of the lines
 */
public record Series(
    Grain grain, List<Instant> starts, List<Totals> total, List<Line> lines, List<Totals> others) {
  public record Line(String key, List<Totals> values) {}

  static Series of(
      Grain grain,
      List<Long> starts,
      Map<Long, Sums> total,
      List<String> keys,
      Map<String, Map<Long, Sums>> found) {
    List<Totals> others = new ArrayList<>();
    for (Long at : starts) {
      Sums left = total.getOrDefault(at, Sums.NONE);
      for (String key : keys) {
        left = left.minus(found.getOrDefault(key, Map.of()).getOrDefault(at, Sums.NONE));
      }
      others.add(left.totals());
    }
    return new Series(
        grain,
        starts.stream().map(Instant::ofEpochMilli).toList(),
        values(starts, total),
        keys.stream()
            .map(key -> new Line(key, values(starts, found.getOrDefault(key, Map.of()))))
            .toList(),
        others);
  }

  /** Of all periods. */
  public Totals sum() {
    Totals sum = Sums.NONE.totals();
    for (Totals one : total) {
      sum = sum.plus(one);
    }
    return sum;
  }

  private static List<Totals> values(List<Long> starts, Map<Long, Sums> found) {
    return starts.stream().map(at -> found.getOrDefault(at, Sums.NONE).totals()).toList();
  }
}
