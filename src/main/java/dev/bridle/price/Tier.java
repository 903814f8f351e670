package dev.bridle.price;

import org.jspecify.annotations.Nullable;

/** The provider's service tier of an answer, as far as money cares. */
public enum Tier {
  /** Ordinary prices, and those of every tier that we don't know. */
  STANDARD,
  /** A fixed part of the ordinary prices, for answers that may take their time. */
  BATCH,
  /** Paid by a commitment elsewhere: its tokens are free unless the book has a rate for them. */
  PRIORITY;

  static Tier of(@Nullable String serviceTier) {
    return switch (serviceTier) {
      case "batch", "flex" -> BATCH;
      case "priority" -> PRIORITY;
      case null, default -> STANDARD;
    };
  }
}
