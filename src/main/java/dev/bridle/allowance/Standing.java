package dev.bridle.allowance;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Where one allowance stands for one target, now. */
public record Standing(
    Allowance allowance, String targetId, long windowMs, long settled, long held) {
  public long remaining() {
    return Math.max(0, allowance.amount() - settled - held);
  }

  /** By how much it is over, as after its amount was lowered; 0 when it is not. */
  public long overBy() {
    return Math.max(0, settled + held - allowance.amount());
  }

  public Optional<Instant> resetsAt() {
    OptionalLong ends = allowance.window().endMs(windowMs);
    return ends.isPresent() && allowance.unit() != Unit.CONCURRENT_CALLS
        ? Optional.of(Instant.ofEpochMilli(ends.getAsLong()))
        : Optional.empty();
  }

  static Standing of(Balance balance) {
    return new Standing(
        balance.allowance,
        balance.key.targetId(),
        balance.key.windowMs(),
        balance.settled(),
        balance.held());
  }
}
