package dev.bridle.allowance;

import java.time.Instant;
import java.util.Optional;

/** Why a call can't be afforded; each case carries the facts of its answer. */
public sealed interface Objection {
  Allowance allowance();

  /**
   * What is left is less than the call may need.
   *
   * @param settled what was spent
   * @param needed the most that the call may need
   * @param fitting how many tokens of output would fit; empty when that is no question
   * @param resetsAt when it begins anew; empty for one that does not
   */
  record Spent(
      Allowance allowance,
      long settled,
      long needed,
      Optional<Long> fitting,
      Optional<Instant> resetsAt,
      Instant at)
      implements Objection {
    /** Where it stands without what other calls hold. */
    public Standing standing() {
      return new Standing(allowance, "", allowance.window().startMs(at.toEpochMilli()), settled, 0);
    }
  }

  /** Other calls under way hold what this one needs, and did not let go of it in time. */
  record Busy(Allowance allowance, long held) implements Objection {}

  /** Nobody knows what the model costs. */
  record NoPrice(Allowance allowance, String model) implements Objection {}

  /** Nobody can say what the call may cost at most. */
  record NoBound(Allowance allowance, Unbounded what) implements Objection {}
}
