package dev.bridle.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage in one form for all providers; the four kinds of prompt tokens do not overlap.
 *
 * @param tier the service tier of the answer
 * @param geo where the model ran
 * @param iterations the parts of the answer, where the provider lists them: to be paid instead of
 *     the sums
 */
public record Usage(
    long input,
    long output,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long webSearches,
    @Nullable String tier,
    @Nullable String geo,
    @Nullable String speed,
    List<Iteration> iterations) {
  public static final Usage NONE = of(0, 0);

  public Usage {
    iterations = List.copyOf(iterations);
  }

  /** What is known of nothing but two counts. */
  public static Usage of(long input, long output) {
    return new Usage(input, output, 0, 0, 0, 0, null, null, null, List.of());
  }

  /** Usage as it was kept verbatim of an answer of that provider, read again. */
  public static Usage ofVerbatim(String provider, String json) {
    return provider.equals("openai") ? OpenAiUsage.read(json) : AnthropicUsage.read(json);
  }

  /** The whole prompt, cached or not. */
  public long prompt() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }

  public Usage withOutput(long tokens) {
    return new Usage(
        input,
        tokens,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        webSearches,
        tier,
        geo,
        speed,
        iterations);
  }

  /**
   * One pass of a model inside an answer.
   *
   * @param type as the provider says: message, compaction, advisor_message, fallback_message
   * @param model null means the model of the answer
   */
  public record Iteration(
      String type,
      @Nullable String model,
      long input,
      long output,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h) {}
}
