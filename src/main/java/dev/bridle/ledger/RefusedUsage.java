package dev.bridle.ledger;

import java.time.Instant;
import java.util.List;

/**
 * Calls that were not made, period by period and by reason.
 *
 * @param lines the most frequent reason first
 */
public record RefusedUsage(Grain grain, List<Instant> starts, long total, List<Line> lines) {
  /** The refusals with one code. */
  public record Line(String code, long total, List<Long> values) {}
}
