package dev.bridle.allowance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How long an allowance lasts before it begins anew: a window of the UTC calendar. */
public enum Window {
  MINUTE,
  HOUR,
  DAY,
  MONTH,
  LIFETIME;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Window> find(String word) {
    return Arrays.stream(values()).filter(w -> w.word().equals(word)).findFirst();
  }

  /** When the window that holds this moment began; 0 for the one that never ends. */
  public long startMs(long atMs) {
    return switch (this) {
      case MINUTE -> atMs - Math.floorMod(atMs, 60_000L);
      case HOUR -> atMs - Math.floorMod(atMs, 3_600_000L);
      case DAY -> atMs - Math.floorMod(atMs, 86_400_000L);
      case MONTH ->
          Instant.ofEpochMilli(atMs)
              .atOffset(ZoneOffset.UTC)
              .truncatedTo(ChronoUnit.DAYS)
              .withDayOfMonth(1)
              .toInstant()
              .toEpochMilli();
      case LIFETIME -> 0;
    };
  }

  /** When a window ends; its last moment is the one before. */
  public OptionalLong endMs(long startMs) {
    return switch (this) {
      case MINUTE -> OptionalLong.of(startMs + 60_000L);
      case HOUR -> OptionalLong.of(startMs + 3_600_000L);
      case DAY -> OptionalLong.of(startMs + 86_400_000L);
      case MONTH ->
          OptionalLong.of(
              Instant.ofEpochMilli(startMs)
                  .atOffset(ZoneOffset.UTC)
                  .plusMonths(1)
                  .toInstant()
                  .toEpochMilli());
      case LIFETIME -> OptionalLong.empty();
    };
  }

  /** As it stands in a sentence: "100 requests a minute". */
  String spoken() {
    return this == LIFETIME ? "in all" : "a " + word();
  }
}
