package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0s",
    "PT-3S, 0.0s",
    "PT1.289S, 1.2s",
    "PT59.9S, 59s",
    "PT1M, 1m 0s",
    "PT59M59S, 59m 59s",
    "PT3H12M4S, 3h 12m",
    "PT49H, 2d 1h"
  })
  void theTwoLargestUnitsAreWritten(Duration duration, String text) {
    assertThat(Elapsed.text(duration)).isEqualTo(text);
  }

  @Test
  void whatGoesOnIsAsLongAsItHasTakenSoFar() {
    var since = Instant.ofEpochSecond(100);
    assertThat(new Elapsed(since, null).text(Instant.ofEpochSecond(130))).isEqualTo("30s");
    assertThat(new Elapsed(since, Instant.ofEpochSecond(120)).text(Instant.ofEpochSecond(130)))
        .isEqualTo("20s");
  }

  @Test
  void whatHasNotBegunIsNothing() {
    assertThat(Elapsed.of(null, null)).isNull();
  }
}
