package dev.bridle.pipeline;

/** What the names mean that a text refers to. */
@FunctionalInterface
interface Variables {
  /** May throw {@link InvalidPipeline} for a name that must not be used here. */
  Meaning of(String name);

  /** What an escaped dollar sign becomes. */
  default String dollar() {
    return "$";
  }

  /** What one name means. */
  sealed interface Meaning {
    record Value(String text) implements Meaning {}

    /** A value that is not known yet: it can be placed in a text, but not be looked into. */
    record Later(String placeholder) implements Meaning {}

    record Unset() implements Meaning {}

    /** The whole reference stays in the text, for the job's shell. */
    record AsWritten() implements Meaning {}
  }
}
