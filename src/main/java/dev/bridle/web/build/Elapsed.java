package dev.bridle.web.build;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long something took, or has taken so far.
 *
 * @param since when it began
 * @param until when it ended; null when it goes on
 */
public record Elapsed(Instant since, @Nullable Instant until) {
  static @Nullable Elapsed of(@Nullable Instant since, @Nullable Instant until) {
    return since == null ? null : new Elapsed(since, until);
  }

  public boolean goesOn() {
    return until == null;
  }

  /** For a duration that goes on, as it is at this moment. */
  public String text(Instant now) {
    return text(Duration.between(since, until == null ? now : until));
  }

  /** The two largest units: "3h 12m", "45s"; below ten seconds with a tenth. */
  static String text(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      return "%d.%ds".formatted(seconds, Math.max(0, duration.toMillis()) % 1000 / 100);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
  }
}
