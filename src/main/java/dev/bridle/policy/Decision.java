package dev.bridle.policy;

/** What policy says, and by which rule. */
public sealed interface Decision {
  String rule();

  record Allowed(String rule) implements Decision {}

  /** A call that must not be made; the sentence is for the person who reads the job's log. */
  record Denied(String rule, String sentence) implements Decision {}
}
