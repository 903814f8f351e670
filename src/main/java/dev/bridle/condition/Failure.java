package dev.bridle.condition;

/** Ends the evaluation of a condition that cannot be answered. */
final class Failure extends RuntimeException {
  Failure(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
