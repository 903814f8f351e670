package dev.bridle.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Moments as REST v2 shows them: UTC with milliseconds, null when unset. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static @Nullable String iso(@Nullable Instant moment) {
    return moment == null ? null : FORMAT.format(moment);
  }
}
