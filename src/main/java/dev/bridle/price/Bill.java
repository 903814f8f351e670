package dev.bridle.price;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer says that it used.
 *
 * @param model the model that answered
 * @param tokens the top-level sums
 * @param iterations the parts of the answer; where there are any, they are paid instead of the sums
 */
public record Bill(String model, Tokens tokens, Terms terms, List<Iteration> iterations) {

  public Bill {
    iterations = List.copyOf(iterations);
  }

  public static Bill of(String model, Tokens tokens) {
    return new Bill(model, tokens, Terms.STANDARD, List.of());
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

    /** A compaction or an adviser is no attempt at the message. */
    boolean isAttempt() {
      return type.equals("message") || isFallback();
    }
  }
}
