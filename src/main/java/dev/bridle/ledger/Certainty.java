package dev.bridle.ledger;

import java.util.Locale;

/** How well the usage and cost of a call are known. */
public enum Certainty {
  /** As the provider reported them, whole. */
  EXACT,
  /** Estimated, in part or all, from what was asked and seen; at most the stated bound. */
  ESTIMATED,
  /** At least this, at most the stated bound. */
  FLOOR;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
