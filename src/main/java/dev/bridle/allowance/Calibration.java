package dev.bridle.allowance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many tokens of a window a byte of a request makes, learned from the calls that were settled:
 * for each pipeline and model, because a job that reads its prompt from a cache counts almost
 * nothing and one that writes it counts all. Lives on the writing thread only.
 */
final class Calibration {
  private static final int MOST_KNOWN = 10_000;

  /** The newest tokenisers make about a token of three bytes. */
  private static final double BEFORE_ANYTHING_IS_KNOWN = 1.0 / 3;

  private static final double WEIGHT_OF_THE_NEWEST = 0.3;

  private record Kind(String pipelineId, String model) {}

  private final Map<Kind, Double> tokensPerByte =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Double> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  long tokens(String pipelineId, String model, long bytes) {
    double ratio =
        tokensPerByte.getOrDefault(new Kind(pipelineId, model), BEFORE_ANYTHING_IS_KNOWN);
    return Math.max(1, Math.round(bytes * ratio));
  }

  void learn(String pipelineId, String model, long bytes, long tokens) {
    if (bytes <= 0) {
      return;
    }
    double seen = (double) tokens / bytes;
    tokensPerByte.merge(
        new Kind(pipelineId, model),
        seen,
        (known, _) -> known + WEIGHT_OF_THE_NEWEST * (seen - known));
  }
}
