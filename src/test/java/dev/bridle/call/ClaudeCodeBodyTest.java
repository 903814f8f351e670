package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.CacheWrites;
import org.junit.jupiter.api.Test;

class ClaudeCodeBodyTest {
  private final MessagesRequest request = MessagesReader.read(ClaudeCodeBody.bytes());

  @Test
  void itsRealBodyIsBoundedByItsBytesAndMayShrink() {
    int bytes = request.body().length();
    var bound = InputBound.of(request.features(), bytes, 1_000_000, 128_000);
    assertThat(bound.unbounded()).isEmpty();
    assertThat(bound.mayShrink()).isTrue();
    assertThat(bound.webSearches()).isZero();
    assertThat(bound.cacheWrites()).isEqualTo(CacheWrites.FIVE_MINUTES);
    assertThat(bound.promptTokens()).isBetween((long) bytes, bytes + 3_000L);
  }

  @Test
  void itKeepsWhatRulesJudge() {
    assertThat(request.fields())
        .containsEntry("max_tokens", "128000")
        .containsEntry("stream", "true")
        .containsEntry("context_management", "")
        .containsEntry("system", "");
    assertThat(request.features().serverTools()).isEmpty();
    assertThat(request.systemMessages()).isEmpty();
  }
}
