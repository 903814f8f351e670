package dev.bridle.price;

import org.jspecify.annotations.Nullable;

/** Where the model ran, as far as money cares. */
enum Geography {
  ANYWHERE,
  NAMED;

  /**
   * Every region that we don't know pays the surcharge: a cost that is too low is the worse one.
   */
  static Geography of(@Nullable String inferenceGeo) {
    return switch (inferenceGeo) {
      case null -> ANYWHERE;
      case "", "global", "not_available" -> ANYWHERE;
      default -> NAMED;
    };
  }
}
