package dev.bridle.policy;

/** Why a document about policy can't be used: one sentence that names rule and key. */
public final class InvalidDocument extends RuntimeException {
  private final String sentence;

  InvalidDocument(String sentence) {
    super(sentence, null, false, false);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
