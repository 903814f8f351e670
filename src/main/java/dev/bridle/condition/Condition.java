package dev.bridle.condition;

import java.time.Duration;

/** A parsed and type-checked condition; it can be asked any number of times, by any thread. */
public final class Condition {
  /** The longest text that is a condition. */
  public static final int LONGEST = 8192;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String text;
  private final Node root;

  private Condition(String text, Node root) {
    this.text = text;
    this.root = root;
  }

  /** The condition that a text says; a blank text always holds. */
  public static Condition parse(String text, Vocabulary vocabulary) throws InvalidCondition {
    if (text.length() > LONGEST) {
      throw new InvalidCondition("A condition has at most " + LONGEST + " characters", LONGEST);
    }
    var tokens = new Lexer(text).tokens();
    if (tokens.getFirst() instanceof Token.End) {
      return new Condition(text, new Node.Flag(true, 0));
    }
    Node root = new Parser(tokens).condition();
    new TypeCheck(vocabulary).requireCondition(root);
    return new Condition(text, root);
  }

  /** Whether it holds; what can't be answered does not hold. */
  public boolean holds(Values values) {
    return ask(values, Deadline.in(PATIENCE)) instanceof Verdict.Holds;
  }

  public Verdict ask(Values values, Deadline deadline) {
    try {
      return Boolean.TRUE.equals(new Evaluation(values, deadline).of(root))
          ? new Verdict.Holds()
          : new Verdict.DoesNotHold();
    } catch (Failure e) {
      return new Verdict.Failed(e.why());
    }
  }

  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
