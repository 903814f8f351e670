package dev.bridle.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What shell terms become in an environment. */
final class ShellExpansion {
  private final Values values;

  ShellExpansion(Values values) {
    this.values = values;
  }

  String text(List<Part> parts) {
    var text = new StringBuilder();
    for (Part part : parts) {
      String piece =
          switch (part) {
            case Part.Literal literal -> literal.text();
            case Part.Term term -> value(term);
          };
      text.append(piece == null ? "" : piece);
    }
    return text.toString();
  }

  /** Null when the variable is not set and the term gives nothing in its place. */
  @Nullable String value(Part.Term term) {
    String value = values.env(term.name());
    return switch (term.use()) {
      case Part.Use.Plain() -> value;
      case Part.Use.OrElse(boolean blankToo, var word) ->
          given(value, blankToo) ? value : text(word);
      case Part.Use.IfSet(boolean blankToo, var word) -> given(value, blankToo) ? text(word) : "";
      case Part.Use.Required(boolean blankToo, var word) -> {
        if (!given(value, blankToo)) {
          String why = text(word);
          throw new Failure("$" + term.name() + (why.isEmpty() ? " is not set" : ": " + why));
        }
        yield value;
      }
      case Part.Use.Slice(int offset, var length) ->
          value == null ? null : slice(value, offset, length);
    };
  }

  private static boolean given(@Nullable String value, boolean blankToo) {
    return value != null && !(blankToo && value.isEmpty());
  }

  private static String slice(String value, int offset, @Nullable Integer length) {
    int size = value.length();
    long from = Math.clamp(offset < 0 ? (long) size + offset : offset, 0, size);
    long to = length == null ? size : length < 0 ? (long) size + length : from + length;
    return value.substring((int) from, Math.clamp(to, (int) from, size));
  }
}
