package dev.bridle.condition;

/** Why a text is not a condition: one sentence that ends with where. */
public final class InvalidCondition extends Exception {
  private static final int LONGEST_QUOTE = 60;

  private final String problem;
  private final int position;

  /**
   * @param problem one sentence without its full stop
   * @param position the character, from 0, at which it was noticed
   */
  InvalidCondition(String problem, int position) {
    super(problem + " (at character " + (position + 1) + ")", null, false, false);
    this.problem = problem;
    this.position = position;
  }

  /** What is wrong, and where. */
  public String sentence() {
    return problem + " (at character " + (position + 1) + ")";
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }

  /** From 0. */
  public int position() {
    return position;
  }

  /** The writer's own text, short and on one line, fit for a sentence. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }
}
