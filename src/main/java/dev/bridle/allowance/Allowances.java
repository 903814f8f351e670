package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.price.Money;
import java.util.Optional;

/** Holds what a call may cost before it is sent. */
@FunctionalInterface
public interface Allowances {
  Allowances UNLIMITED = (job, provider, model, atMost) -> new Admission.Held(new Hold(atMost));

  /**
   * Holds the most that a call can cost on every limit it falls under, or on none.
   *
   * @param atMost the most that the call can cost; empty when its model has no price
   */
  Admission reserve(JobIdentity job, String provider, String model, Optional<Money> atMost);
}
