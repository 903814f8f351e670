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
  static Health of(StoredConnection stored, Optional<Instant> openUntil) {
    Instant rejected = stored.rejectedAt();
    if (!stored.enabled()) {
      return new Health("off", "Disabled", "Calls are refused; the key is kept.", null);
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
        ? new Health("good", "Ready", "Jobs can call its models.", null)
        : new Health("fair", "Not verified", "The provider couldn't be asked about the key.", null);
  }
}
