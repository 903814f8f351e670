package dev.bridle.pipeline;

/** Why a pipeline cannot run, as one sentence that says where and what. */
public final class InvalidPipeline extends RuntimeException {
  private static final int LONGEST_QUOTE = 60;

  private final String sentence;

  /** Job references show as their variable's name: no reader of a message should meet a marker. */
  InvalidPipeline(String sentence) {
    super(JobReferences.shown(sentence));
    this.sentence = JobReferences.shown(sentence);
  }

  public String sentence() {
    return sentence;
  }

  /** What to say about a key that an earlier step of the same build already has. */
  public static String keyTaken(String key) {
    return "The key %s has already been used by another step in this build".formatted(quoted(key));
  }

  /** The user's own text, short and on one line, fit for a sentence. */
  static String quoted(String text) {
    // Shown before it is cut: half a marker would never be recognised again.
    String line = JobReferences.shown(text).replaceAll("\\p{Cntrl}", " ");
    return '"'
        + (line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…")
        + '"';
  }
}
