package dev.bridle.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * Any bytes as an answer, to any meter: it never throws, reads the same however they are cut, and
 * says nothing that can't be. The first byte chooses the meter, by a digit.
 */
public final class MeterFuzz {
  /** One meter, and whose answers it reads. */
  private record Kind(String provider, Supplier<Meter> meter) {}

  private static final long MOST_TOKENS = 1_000_000_000L;
  private static final int LONGEST_VERBATIM = 1 << 17;

  private static final List<Kind> KINDS =
      List.of(
          new Kind("anthropic", AnthropicStreamMeter::new),
          new Kind("anthropic", AnthropicAnswerMeter::new),
          new Kind("openai", ChatStreamMeter::new),
          new Kind("openai", OpenAiAnswerMeter::new),
          new Kind("openai", ResponsesStreamMeter::new));

  private MeterFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    Kind kind = KINDS.get(Math.floorMod(data[0] - '0', KINDS.size()));
    byte[] answer = Arrays.copyOfRange(data, 1, data.length);
    var random = new Random(Arrays.hashCode(data));
    Reading whole = read(kind, answer, left -> left);
    assertThat(read(kind, answer, _ -> 1)).isEqualTo(whole);
    assertThat(read(kind, answer, left -> random.nextInt(left + 1))).isEqualTo(whole);
    assertThat(whole.outputCharacters()).isBetween(0L, (long) answer.length);
    assertPlausible(whole.usage());
    assertVerbatim(kind, whole);
    UsageTruth.ofWhole(kind.meter.get(), answer)
        .filter(_ -> whole.complete())
        .ifPresent(truth -> assertThat(truth).isEqualTo(UsageTruth.of(whole.usage())));
  }

  private static Reading read(Kind kind, byte[] answer, IntUnaryOperator sizes) {
    Meter meter = kind.meter.get();
    for (int at = 0; at < answer.length; ) {
      int size = sizes.applyAsInt(answer.length - at);
      meter.see(answer, at, size);
      at += size;
    }
    Reading reading = meter.reading();
    assertThat(meter.started()).isEqualTo(reading.started());
    assertThat(meter.outputCharacters()).isEqualTo(reading.outputCharacters());
    assertThat(meter.reading()).isEqualTo(reading);
    return reading;
  }

  private static void assertPlausible(Usage usage) {
    assertThat(
            List.of(
                usage.input(),
                usage.output(),
                usage.cacheRead(),
                usage.cacheWrite5m(),
                usage.cacheWrite1h(),
                usage.webSearches()))
        .allMatch(count -> count >= 0 && count <= MOST_TOKENS);
    assertThat(usage.prompt()).isBetween(0L, 4 * MOST_TOKENS);
    for (Usage.Iteration part : usage.iterations()) {
      assertThat(
              List.of(
                  part.input(),
                  part.output(),
                  part.cacheRead(),
                  part.cacheWrite5m(),
                  part.cacheWrite1h()))
          .allMatch(count -> count >= 0 && count <= MOST_TOKENS);
    }
  }

  /** What the ledger keeps is bounded, and reads again as what was booked. */
  private static void assertVerbatim(Kind kind, Reading reading) {
    String verbatim = reading.usageVerbatim();
    if (verbatim == null) {
      assertThat(reading.usage()).isEqualTo(Usage.NONE);
    } else {
      assertThat(verbatim.length()).isLessThan(LONGEST_VERBATIM);
      assertThat(Usage.ofVerbatim(kind.provider, verbatim)).isEqualTo(reading.usage());
    }
  }
}
