package dev.bridle.allowance;

import java.util.Optional;

/** What is to be different about an allowance; what is empty stays as it is. */
public record AllowanceChange(Optional<Long> amount, Optional<Mode> mode) {
  /** Names what an allowance has now in the fields that this changes. */
  public String seen(Allowance allowance) {
    return amount.map(_ -> String.valueOf(allowance.amount())).orElse("")
        + " "
        + mode.map(_ -> allowance.mode().word()).orElse("");
  }

  /** Whether there is nothing left to change. */
  boolean isDone(Allowance allowance) {
    return amount.stream().allMatch(wanted -> wanted == allowance.amount())
        && mode.stream().allMatch(wanted -> wanted == allowance.mode());
  }
}
