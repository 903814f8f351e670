package dev.bridle.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.Method;
import dev.bridle.provider.Place;
import dev.bridle.provider.StoredConnection;
import dev.bridle.provider.StoredKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which word a connection is told to be in order, or not to be. */
class HealthTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static StoredConnection connection(Method method, int keys, int rejected) {
    var stored =
        IntStream.range(0, keys)
            .mapToObj(i ->
                new StoredKey("k" + i, null, "111" + i, true, NOW, null, i < rejected ? NOW : null))
            .toList();
    return new StoredConnection(
        "c-1",
        new Place("o-1", "anthropic", false),
        method,
        null,
        KeyHeader.X_API_KEY,
        null,
        true,
        Map.of(),
        List.copyOf(stored),
        NOW,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, Ready",
    "3, 0, Ready",
    "3, 1, 1 key rejected",
    "3, 2, 2 keys rejected",
    "3, 3, Key rejected",
  })
  void someRejectedKeysAreTold(int keys, int rejected, String word) {
    var health = Health.of(connection(Method.BYO, keys, rejected), Optional.empty(), false);
    assertThat(health.word()).isEqualTo(word);
  }

  @Test
  void hostedIsReadyOnlyWithTheOperatorsKey() {
    var hosted = connection(Method.HOSTED, 0, 0);
    assertThat(Health.of(hosted, Optional.empty(), true).word()).isEqualTo("Ready");
    assertThat(Health.of(hosted, Optional.empty(), false).word()).isEqualTo("No hosted key");
  }
}
