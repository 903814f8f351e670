package dev.bridle.condition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads shell terms such as <code>${NAME:-word}</code>. */
final class ShellTerms {
  private static final int DEEPEST = 20;

  private final Cursor text;
  private int depth;

  ShellTerms(Cursor text) {
    this.text = text;
  }

  /** Whether a term, and not a mere dollar sign, stands here. */
  boolean here() {
    return text.peek() == '$' && (text.peek(1) == '{' || Cursor.isLetter(text.peek(1)));
  }

  Part.Term term() throws InvalidCondition {
    int from = text.position();
    text.take();
    if (text.peek() != '{') {
      return term(text.takeWhile(Cursor::isName), new Part.Use.Plain(), from);
    }
    text.take();
    String name = text.takeWhile(Cursor::isName);
    if (name.isEmpty() || Cursor.isDigit(name.charAt(0))) {
      throw new InvalidCondition("`${` must be followed by the name of a variable", from);
    }
    if (++depth > DEEPEST) {
      throw new InvalidCondition("Shell terms are nested too deeply", from);
    }
    var use = use(from);
    depth--;
    if (!text.takes("}")) {
      throw new InvalidCondition("`${" + InvalidCondition.shown(name) + "` has no `}`", from);
    }
    return term(name, use, from);
  }

  private static Part.Term term(String name, Part.Use use, int from) throws InvalidCondition {
    EnvironmentNames.requireVisible(name, from);
    return new Part.Term(name, use);
  }

  private Part.Use use(int from) throws InvalidCondition {
    boolean colon = text.takes(":");
    return switch (text.peek()) {
      case '-' -> new Part.Use.OrElse(colon, word());
      case '+' -> new Part.Use.IfSet(colon, word());
      case '?' -> new Part.Use.Required(colon, word());
      case '}' -> plain(colon, from);
      default -> colon ? slice(from) : plain(true, from);
    };
  }

  private static Part.Use plain(boolean wrong, int from) throws InvalidCondition {
    if (wrong) {
      throw new InvalidCondition(
          "`${NAME` goes on with `}`, `-`, `:-`, `+`, `:+`, `?`, `:?` or `:offset:length`", from);
    }
    return new Part.Use.Plain();
  }

  private Part.Use slice(int from) throws InvalidCondition {
    int offset = number(from);
    return new Part.Use.Slice(offset, text.takes(":") ? number(from) : null);
  }

  private @Nullable Integer parsed(String digits) {
    try {
      return Integer.valueOf(digits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private int number(int from) throws InvalidCondition {
    var _ = text.takeWhile(c -> c == ' ');
    String sign = text.takes("-") ? "-" : "";
    Integer number = parsed(sign + text.takeWhile(Cursor::isDigit));
    var _ = text.takeWhile(c -> c == ' ');
    if (number == null) {
      throw new InvalidCondition("`${NAME:offset:length}` takes whole numbers", from);
    }
    return number;
  }

  /** The sign, and the text up to the brace, which may hold terms itself. */
  private List<Part> word() throws InvalidCondition {
    text.take();
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    while (!text.atEnd() && text.peek() != '}') {
      if (here()) {
        parts.add(new Part.Literal(literal.toString()));
        literal.setLength(0);
        parts.add(term());
      } else {
        char c = text.take();
        literal.append(c == '\\' && !text.atEnd() ? text.take() : c);
      }
    }
    parts.add(new Part.Literal(literal.toString()));
    return parts;
  }
}
