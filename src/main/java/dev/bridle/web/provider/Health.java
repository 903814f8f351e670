package dev.bridle.web.provider;

import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is, in a word and a sentence.
 *
 * @param style the class of its mark
 * @param since since when, or until when; null when that says nothing
 */
public record Health(String style, String word, String sentence, @Nullable Instant since) {
  /**
   * @param offersHosted whether the operator has a key for its provider
   */
  static Health of(StoredConnection stored, Optional<Instant> openUntil, boolean offersHosted) {
    Instant rejected = stored.rejectedAt();
    if (!stored.enabled()) {
      return new Health("off", "Disabled", "Calls are refused; the key is kept.", null);
    }
    if (stored.method() == Method.HOSTED && !offersHosted) {
      return new Health(
          "bad",
          "No hosted key",
          "The operator of this server has set no key for it: calls are refused.",
          null);
    }
    if (rejected != null) {
      return new Health(
          "bad", "Key rejected", "The provider takes none of its keys any more, since", rejected);
    }
    if (openUntil.isPresent()) {
      return new Health(
          "bad",
          "Provider is down",
          "It has failed several times in a row; calls are refused until",
          openUntil.get());
    }
    return stored.method() == Method.SANDBOX || stored.verified()
        ? ready(stored)
        : new Health("fair", "Not verified", "The provider couldn't be asked about the key.", null);
  }

  /** Some of its keys may be of no use: the others take the calls. */
  private static Health ready(StoredConnection stored) {
    long rejected = stored.ownKeys().stream().filter(key -> key.rejectedAt() != null).count();
    return rejected == 0
        ? new Health("good", "Ready", "Jobs can call its models.", null)
        : new Health(
            "fair",
            rejected + (rejected == 1 ? " key rejected" : " keys rejected"),
            "Jobs can call its models with its other keys.",
            null);
  }
}
