package dev.bridle.price;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer says that it used.
 *
 * @param model the model that answered
 * @param tokens the top-level sums
 * @param speed null is the standard one
 * @param geo where the model ran, null when not said
 * @param iterations the parts of the answer; where there are any, they are paid instead of the sums
 */
public record Bill(
    String model,
    Tokens tokens,
    @Nullable String speed,
    @Nullable String geo,
    List<Iteration> iterations) {

  public Bill {
    iterations = List.copyOf(iterations);
  }

  public static Bill of(String model, Tokens tokens) {
    return new Bill(model, tokens, null, null, List.of());
  }

  /**
   * One pass of a model inside an answer: the message itself, a compaction, an adviser, a fallback.
   *
   * @param model null means the model of the answer
   */
  public record Iteration(String type, @Nullable String model, Tokens tokens) {
    boolean isFallback() {
      return type.equals("fallback_message");
    }
  }
}
