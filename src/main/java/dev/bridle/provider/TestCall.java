package dev.bridle.provider;

import dev.bridle.price.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a test call.
 *
 * @param sentence the same in words, for whoever has to mend it
 * @param status null when there was no answer
 */
public record TestCall(
    Result result,
    String sentence,
    String model,
    @Nullable Integer status,
    long tookMs,
    long inputTokens,
    long outputTokens,
    Optional<Money> cost) {
  /** How it ended. */
  public enum Result {
    OK,
    KEY_REJECTED,
    NO_SUCH_MODEL,
    TOO_FAST,
    PROVIDER_ERROR,
    REFUSED,
    UNREACHABLE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Result of(int status) {
    return switch (status) {
      case 200 -> Result.OK;
      case 401, 403 -> Result.KEY_REJECTED;
      case 404 -> Result.NO_SUCH_MODEL;
      case 429 -> Result.TOO_FAST;
      default -> status >= 500 ? Result.PROVIDER_ERROR : Result.REFUSED;
    };
  }
}
