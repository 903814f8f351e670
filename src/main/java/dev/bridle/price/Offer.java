package dev.bridle.price;

import org.jspecify.annotations.Nullable;

/** What a line of prices is for: a tier that has rates of its own, and a speed. */
public record Offer(Tier tier, String speed) {
  public static final String STANDARD_SPEED = "standard";

  /** Batches have no rates of their own: they pay a part of the standard ones. */
  static Offer of(Tier tier, @Nullable String speed) {
    return new Offer(
        tier == Tier.BATCH ? Tier.STANDARD : tier, speed == null ? STANDARD_SPEED : speed);
  }
}
