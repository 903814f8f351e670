package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider may write, and what is no time. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "30 | 30000",
        "' 7 ' | 7000",
        "1.5 | 1500",
        "0.001 | 1",
        "Mon, 23 Nov 2026 12:00:30 GMT | 30000",
        "Mon, 23 Nov 2026 11:59:00 GMT | 0",
        "Mon, 23 Nov 2026 12:00:00 GMT | 0",
        "99999999999999999999 | 86400000",
        "Infinity | 86400000",
        "Tue, 24 Nov 2026 12:00:00 GMT | 86400000",
      })
  void secondsAndDatesAreUnderstood(String said, long millis) {
    assertThat(RetryAfter.of(Headers.of("retry-after", said), NOW))
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "NaN",
        "30s",
        "1,5",
        "2026-11-23T12:00:30Z",
        "Sun, 23 Nov 2026 12:00:30 GMT",
        "Mon, 32 Nov 2026 12:00:30 GMT",
      })
  void nonsenseIsNoTime(String said) {
    assertThat(RetryAfter.of(Headers.of("retry-after", said), NOW)).isEmpty();
    assertThat(RetryAfter.of(Headers.of("retry-after-ms", said), NOW)).isEmpty();
  }

  @Test
  void millisecondsAreMoreExactAndComeFirst() {
    var both = Headers.of("retry-after", "2").with("retry-after-ms", "1250");
    assertThat(RetryAfter.of(both, NOW)).contains(Duration.ofMillis(1250));
    var onlyOneIsATime = Headers.of("retry-after", "2").with("retry-after-ms", "soon");
    assertThat(RetryAfter.of(onlyOneIsATime, NOW)).contains(Duration.ofSeconds(2));
    assertThat(RetryAfter.of(Headers.NONE, NOW)).isEmpty();
  }
}
