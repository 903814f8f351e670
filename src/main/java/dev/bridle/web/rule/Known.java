package dev.bridle.web.rule;

/**
 * Something that a field proposes; the field takes anything else as well.
 *
 * @param value what it would be filled with
 * @param what what that is, in a word
 */
public record Known(String value, String what) {
  /** How many a page proposes. */
  public static final int MOST = 200;
}
