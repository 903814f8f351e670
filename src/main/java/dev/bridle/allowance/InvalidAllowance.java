package dev.bridle.allowance;

/** What someone asked for is no allowance; the message is one sentence for them. */
public final class InvalidAllowance extends RuntimeException {
  public InvalidAllowance(String sentence) {
    super(sentence, null, false, false);
  }

  public String sentence() {
    return java.util.Objects.requireNonNullElse(getMessage(), "");
  }
}
