package dev.bridle.logs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a log that are shown or folded together.
 *
 * @param line the number of its header
 * @param lastLine the number of its last line, as far as the log has come
 * @param expanded whether it is shown at first: it says so, or a later line of its job does, or it
 *     is the last one where no group says so
 * @param duration until the next group began, or the log ended
 */
public record LogGroup(
    long line,
    long lastLine,
    Kind kind,
    String title,
    boolean expanded,
    @Nullable Instant at,
    @Nullable Duration duration) {
  /** How a group is shown at first. */
  public enum Kind {
    /** Folded: {@code ---}. */
    COLLAPSED,
    /** Open: {@code +++}. */
    EXPANDED,
    /** Folded, and of little interest: {@code ~~~}. */
    MUTED
  }
}
