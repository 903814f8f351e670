package dev.bridle.condition;

import org.jspecify.annotations.Nullable;

/** What a condition is asked about. */
public interface Values {
  /**
   * A variable of the vocabulary.
   *
   * @return a {@link String}, {@link Boolean}, {@link Long} or a list of strings, as the vocabulary
   *     says; null when there is none
   */
  @Nullable Object variable(String name);

  /** A variable of the build's environment; null when it is not set. */
  @Nullable String env(String name);
}
