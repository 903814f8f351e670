package dev.bridle.call;

/** Leaves the chain of steps with a refusal; carries no stack, because it is no error. */
final class Refused extends RuntimeException {
  private final transient Refusal refusal;

  Refused(Refusal refusal) {
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  static Refused badBody(String sentence) {
    return new Refused(new Refusal.BadBody(sentence));
  }

  Refusal refusal() {
    return refusal;
  }
}
