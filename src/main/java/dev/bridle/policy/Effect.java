package dev.bridle.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a rule does to the calls that it matches. */
public enum Effect {
  /** Lets them pass, if no other rule objects. */
  ALLOW,
  /** Refuses them. */
  DENY,
  /** Refuses those that ask for more than it grants. */
  LIMIT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Effect> find(String word) {
    return Arrays.stream(values()).filter(e -> e.word().equals(word)).findFirst();
  }
}
