package dev.bridle.http;

/** An API refused or gave no answer; the message is one sentence for people. */
public final class ApiFailure extends Exception {
  private final int status;

  /**
   * @param status 0 when no answer came
   */
  public ApiFailure(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
