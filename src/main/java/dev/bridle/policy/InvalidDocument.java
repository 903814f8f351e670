package dev.bridle.policy;

/** Why a document about policy can't be used: one sentence that names rule and key. */
public final class InvalidDocument extends RuntimeException {
  private final String sentence;
  private final Spot spot;

  /**
   * Where in its document it is, as far as is known.
   *
   * @param where what the sentence calls the object, such as "The rule `own-builds`"; or empty
   * @param key the key in it; or empty
   * @param reason what is wrong with it, to be read after the key; or empty
   * @param line of a text that can't be read at all, from 1; else 0
   */
  public record Spot(String where, String key, String reason, int line) {
    static final Spot UNKNOWN = new Spot("", "", "", 0);
  }

  InvalidDocument(String sentence) {
    this(sentence, Spot.UNKNOWN);
  }

  InvalidDocument(String sentence, Spot spot) {
    super(sentence, null, false, false);
    this.sentence = sentence;
    this.spot = spot;
  }

  public String sentence() {
    return sentence;
  }

  public Spot spot() {
    return spot;
  }
}
