package dev.bridle.web.build;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values are written in logs. */
public final class LogWords {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private LogWords() {}

  /** The time of day in UTC. */
  public static String clock(Instant at) {
    return CLOCK.format(at);
  }
}
