package dev.bridle.condition;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a regular expression of the language into one of Java's. What the two would read
 * differently is translated, and what the language leaves out is refused.
 */
final class RegexSource {
  private static final int DEEPEST = 50;
  private static final int MOST_REPEATS = 1000;

  /** Of all counts multiplied: empty groups could be repeated for years without a character. */
  private static final long MOST_TOGETHER = 10_000_000;

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("xdigit", "\\p{XDigit}"),
          Map.entry("space", "\\p{Space}"),
          Map.entry("word", "\\w"));

  private final Cursor text;
  private final int position;
  private final StringBuilder java = new StringBuilder();
  private int depth;
  private long repeats = 1;

  private RegexSource(String pattern, int position) {
    this.text = new Cursor(pattern);
    this.position = position;
  }

  static Pattern compile(String pattern, String flags, int position) throws InvalidCondition {
    if (!flags.isEmpty() && !flags.equals("i")) {
      throw new InvalidCondition(
          "The only flag of a regular expression is `i`, not `"
              + InvalidCondition.shown(flags)
              + "`",
          position);
    }
    String java = new RegexSource(pattern, position).translated();
    int ours = Pattern.UNIX_LINES | (flags.isEmpty() ? 0 : Pattern.CASE_INSENSITIVE);
    try {
      return Pattern.compile(java, ours);
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw new InvalidCondition(
          "`/" + InvalidCondition.shown(pattern) + "/` is not a valid regular expression",
          position);
    }
  }

  private String translated() throws InvalidCondition {
    while (!text.atEnd()) {
      switch (text.peek()) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> open();
        case ')' -> {
          depth--;
          java.append(text.take());
        }
        case '*', '+', '?' -> {
          java.append(text.take());
          afterQuantifier();
        }
        case '{' -> braces();
        default -> java.append(text.take());
      }
    }
    return java.toString();
  }

  private InvalidCondition without(String what) {
    return new InvalidCondition("Regular expressions can't have " + what, position);
  }

  private void escape() throws InvalidCondition {
    java.append(text.take());
    switch (text.peek()) {
      case 'Q', 'E' -> throw without("quotations with `\\Q`");
      case 'k', 'g' -> throw without("named groups");
      case Cursor.END -> {}
      default -> java.append(text.take());
    }
  }

  /** Java knows sets within sets and intersections, which others read as plain characters. */
  private void characterClass() throws InvalidCondition {
    java.append(text.take());
    if (text.peek() == '^') {
      java.append(text.take());
    }
    if (text.takes("]")) {
      java.append("\\]");
    }
    while (!text.atEnd() && text.peek() != ']') {
      switch (text.peek()) {
        case '\\' -> escape();
        case '&' -> java.append('\\').append(text.take());
        case '[' -> inner();
        default -> java.append(text.take());
      }
    }
    if (text.takes("]")) {
      java.append(']');
    }
  }

  private void inner() throws InvalidCondition {
    if (!text.takes("[:")) {
      java.append('\\').append(text.take());
      return;
    }
    boolean not = text.takes("^");
    @Nullable String known = CLASSES.get(text.takeWhile(Cursor::isLetter));
    if (known == null || !text.takes(":]")) {
      throw without("a character class of this name");
    }
    java.append(not ? "[^" + known + "]" : known);
  }

  private void open() throws InvalidCondition {
    if (++depth > DEEPEST) {
      throw new InvalidCondition("The regular expression is nested too deeply", position);
    }
    java.append(text.take());
    if (text.peek() != '?') {
      return;
    }
    java.append(text.take());
    switch (text.peek()) {
      case ':', '=', '!' -> java.append(text.take());
      case '<' ->
          throw without(text.peek(1) == '=' || text.peek(1) == '!' ? "lookbehind" : "named groups");
      case 'P', '\'' -> throw without("named groups");
      case '>' -> throw without("atomic groups");
      case '(' -> throw without("conditionals");
      default -> inlineFlags();
    }
  }

  private void inlineFlags() throws InvalidCondition {
    String flags = text.takeWhile(c -> c == 'i' || c == '-');
    if (flags.isEmpty() || (text.peek() != ')' && text.peek() != ':')) {
      throw without("flags other than `i`");
    }
    java.append(flags);
    if (text.peek() == ':') {
      java.append(text.take());
    }
  }

  /** A count, or else a brace that stands for itself. */
  private void braces() throws InvalidCondition {
    text.take();
    String count = text.takeWhile(c -> Cursor.isDigit(c) || c == ',');
    if (text.peek() != '}' || !count.matches("[0-9]+(,[0-9]*)?")) {
      java.append("\\{").append(count);
      return;
    }
    text.take();
    for (String number : count.split(",", 2)) {
      require(number);
    }
    java.append('{').append(count).append('}');
    afterQuantifier();
  }

  private void require(String number) throws InvalidCondition {
    if (number.length() > 4 || (!number.isEmpty() && Integer.parseInt(number) > MOST_REPEATS)) {
      throw without("counts above " + MOST_REPEATS);
    }
    repeats *= number.isEmpty() ? 1 : Math.max(1, Integer.parseInt(number));
    if (repeats > MOST_TOGETHER) {
      throw new InvalidCondition("The regular expression repeats too much", position);
    }
  }

  private void afterQuantifier() throws InvalidCondition {
    if (text.peek() == '+') {
      throw without("possessive quantifiers");
    }
    if (text.peek() == '?') {
      java.append(text.take());
    }
  }
}
