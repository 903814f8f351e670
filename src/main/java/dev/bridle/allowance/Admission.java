package dev.bridle.allowance;

/** Whether a call can be afforded. */
public sealed interface Admission {
  record Held(Hold hold) implements Admission {}

  /** What stands against the call, what would fit and when it is worth asking again. */
  record Exhausted(String allowance, String sentence) implements Admission {}
}
