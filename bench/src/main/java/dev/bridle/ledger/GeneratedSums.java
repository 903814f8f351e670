package dev.bridle.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sums of generated calls: added up and written by the code of the roll-ups themselves. */
public final class GeneratedSums {
  /** Where statements go. */
  @FunctionalInterface
  public interface Statements {
    void add(String sql, @Nullable Object[] values);
  }

  private GeneratedSums() {}

  /**
   * Adds calls to the tables of sums.
   *
   * @param hoursFromMs from when on hours are kept
   */
  public static void add(List<GeneratedCall> calls, long hoursFromMs, Statements statements) {
    var tally = new Tally();
    calls.forEach(call -> tally.add(call.counted()));
    tally.sums.keySet().removeIf(key -> key.grain() == Grain.HOUR && key.startMs() < hoursFromMs);
    SumUpserts.ADD.write(
        tally,
        (sql, values) -> {
          statements.add(sql, values);
          return 1;
        });
  }
}
