package dev.bridle.pipeline;

import org.jspecify.annotations.Nullable;

/** Why a pipeline cannot run, as one sentence that says where and what. */
public final class InvalidPipeline extends RuntimeException {
  private static final int LONGEST_QUOTE = 60;

  private final String sentence;
  private final @Nullable Integer line;
  private final String path;
  private final String problem;

  /** Job references show as their variable's name: no reader of a message should meet a marker. */
  InvalidPipeline(String sentence) {
    this(null, "", sentence, sentence);
  }

  private InvalidPipeline(@Nullable Integer line, String path, String problem, String sentence) {
    super(JobReferences.shown(sentence));
    this.sentence = JobReferences.shown(sentence);
    this.line = line;
    this.path = JobReferences.shown(path);
    this.problem = JobReferences.shown(problem);
  }

  /** With the place, as far as it is known. */
  static InvalidPipeline at(@Nullable Integer line, String path, String problem) {
    String where =
        line == null ? path : path.isEmpty() ? "line " + line : "line " + line + ", " + path;
    return new InvalidPipeline(
        line, path, problem, where.isEmpty() ? problem : where + ": " + problem);
  }

  /** The line of the text, counted from 1. */
  public @Nullable Integer line() {
    return line;
  }

  /** What it is about, such as {@code steps[0].command}; empty when that is the whole. */
  public String path() {
    return path;
  }

  /** The sentence without its place. */
  public String problem() {
    return problem;
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
