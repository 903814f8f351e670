package dev.bridle.condition;

/** What became of a condition when it was asked. */
public sealed interface Verdict {
  /** It is true. */
  record Holds() implements Verdict {}

  /** It is false or null. */
  record DoesNotHold() implements Verdict {}

  /** It could not be answered; whoever asked must take the safe side. */
  record Failed(String why) implements Verdict {}
}
