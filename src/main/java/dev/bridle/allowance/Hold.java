package dev.bridle.allowance;

import dev.bridle.price.Money;
import java.util.Optional;

/** Money set aside for one call until it is settled. */
public record Hold(Optional<Money> amount) {
  /** Nothing is held yet. */
  public static final Hold NONE = new Hold(Optional.empty());
}
