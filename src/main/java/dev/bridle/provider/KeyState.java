package dev.bridle.provider;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls are sent with a key.
 *
 * @param until when a resting one is used again; null for the others
 */
public record KeyState(Kind kind, @Nullable Instant until) {
  /** What may be with a key. */
  public enum Kind {
    ACTIVE,
    /** The provider has answered 429, and others are preferred for a while. */
    RESTING,
    /** The provider has answered 401. */
    REJECTED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final KeyState ACTIVE = new KeyState(Kind.ACTIVE, null);
  static final KeyState REJECTED = new KeyState(Kind.REJECTED, null);

  static KeyState resting(Instant until) {
    return new KeyState(Kind.RESTING, until);
  }
}
