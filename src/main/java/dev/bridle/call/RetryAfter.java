package dev.bridle.call;

import dev.bridle.http.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a provider asks its clients to wait: in milliseconds, in seconds, or until a date. */
final class RetryAfter {
  private static final double MOST_MS = Duration.ofDays(1).toMillis();

  private RetryAfter() {}

  static Optional<Duration> of(Headers headers, Instant now) {
    return headers
        .first("retry-after-ms")
        .flatMap(text -> number(text, 1))
        .or(() -> headers.first("retry-after").flatMap(text -> time(text.strip(), now)));
  }

  private static Optional<Duration> time(String text, Instant now) {
    return number(text, 1000).or(() -> until(text, now));
  }

  private static Optional<Duration> number(String text, double unitMs) {
    try {
      double ms = Double.parseDouble(text.strip()) * unitMs;
      return ms >= 0
          ? Optional.of(Duration.ofMillis((long) Math.min(ms, MOST_MS)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(String date, Instant now) {
    try {
      var then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
