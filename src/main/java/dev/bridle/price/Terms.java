package dev.bridle.price;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says about how it was made, beside its counts.
 *
 * @param tier the service tier; null is the standard one
 * @param speed null is the standard one
 * @param geo where the model ran, null when not said
 */
public record Terms(@Nullable String tier, @Nullable String speed, @Nullable String geo) {
  public static final Terms STANDARD = new Terms(null, null, null);

  Terms withSpeed(@Nullable String other) {
    return new Terms(tier, other, geo);
  }
}
