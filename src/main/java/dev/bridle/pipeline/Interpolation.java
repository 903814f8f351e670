package dev.bridle.pipeline;

import dev.bridle.pipeline.Variables.Meaning;
import dev.bridle.pipeline.Variables.Meaning.AsWritten;
import dev.bridle.pipeline.Variables.Meaning.Later;
import dev.bridle.pipeline.Variables.Meaning.Unset;
import dev.bridle.pipeline.Variables.Meaning.Value;

/**
 * The language in which pipelines refer to variables: {@code $NAME}, <code>${NAME:-word}</code> and
 * their kin. One text is read once from left to right; words are texts of the same language.
 */
final class Interpolation {
  private static final int LONGEST_RESULT = 1_000_000;
  private static final int DEEPEST_WORD = 32;

  /** Answers for words that are read but not used: nothing is missing and nothing is refused. */
  private static final Variables UNUSED = name -> new Value("");

  private final String text;
  private int at;

  private Interpolation(String text) {
    this.text = text;
  }

  /**
   * The text with its references replaced.
   *
   * @throws InvalidPipeline when a reference is malformed, refused, or required but not set
   */
  static String expand(String text, Variables variables) {
    return new Interpolation(text).words(variables, 0);
  }

  /** Depth 0 is the text itself; what is deeper ends at its closing brace. */
  private String words(Variables variables, int depth) {
    if (depth > DEEPEST_WORD) {
      throw new InvalidPipeline("variable references are nested too deeply");
    }
    var result = new StringBuilder();
    while (at < text.length() && !(depth > 0 && text.charAt(at) == '}')) {
      result.append(next(variables, depth));
      if (result.length() > LONGEST_RESULT) {
        throw new InvalidPipeline(
            "becomes longer than %d characters when its variables are replaced"
                .formatted(LONGEST_RESULT));
      }
    }
    return result.toString();
  }

  private String next(Variables variables, int depth) {
    if (take("\\\\")) {
      return "\\\\";
    }
    if (take("$$") || take("\\$")) {
      return variables.dollar();
    }
    if (take("${")) {
      return braced(variables, depth);
    }
    if (text.charAt(at) == '$' && at + 1 < text.length() && isLetter(at + 1)) {
      return bare(variables);
    }
    return plain();
  }

  private String plain() {
    int start = at++;
    while (at < text.length() && "$\\}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String bare(Variables variables) {
    int start = at++;
    Meaning meaning = variables.of(name());
    return meaning instanceof AsWritten ? text.substring(start, at) : textOf(meaning);
  }

  private String braced(Variables variables, int depth) {
    int start = at - 2;
    if (at == text.length() || !isLetter(at)) {
      throw unknownForm(start);
    }
    String name = name();
    Meaning meaning = variables.of(name);
    if (meaning instanceof AsWritten) {
      skipToClosingBrace(start);
      return text.substring(start, at);
    }
    String result = operated(name, meaning, variables, depth, start);
    if (!take("}")) {
      throw at < text.length() ? unknownForm(start) : unclosed(start);
    }
    return result;
  }

  private String operated(String name, Meaning meaning, Variables variables, int depth, int start) {
    if (take(":-")) {
      boolean missing = textOf(meaning).isEmpty();
      String word = words(missing ? variables : UNUSED, depth + 1);
      return missing ? word : textOf(meaning);
    }
    if (take("-")) {
      boolean missing = meaning instanceof Unset;
      String word = words(missing ? variables : UNUSED, depth + 1);
      return missing ? word : textOf(meaning);
    }
    if (take("?")) {
      return required(name, meaning, variables, depth);
    }
    return take(":") ? substring(name, meaning, start) : textOf(meaning);
  }

  private String required(String name, Meaning meaning, Variables variables, int depth) {
    boolean missing = meaning instanceof Unset;
    String message = words(missing ? variables : UNUSED, depth + 1);
    if (missing) {
      throw new InvalidPipeline("$%s: %s".formatted(name, message.isEmpty() ? "not set" : message));
    }
    return textOf(meaning);
  }

  private String substring(String name, Meaning meaning, int start) {
    int offset = number(start);
    Integer length = take(":") ? number(start) : null;
    return switch (meaning) {
      case Later _ ->
          throw new InvalidPipeline(
              "the value of %s is known only when the job starts, so no part of it can be taken"
                  .formatted(name));
      default ->
          length == null
              ? Substring.from(textOf(meaning), offset)
              : Substring.of(textOf(meaning), offset, length);
    };
  }

  private int number(int start) {
    int from = at;
    while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '}') {
      at++;
    }
    try {
      return Integer.parseInt(text.substring(from, at).strip());
    } catch (NumberFormatException e) {
      throw unknownForm(start);
    }
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return text.substring(start, at);
  }

  private void skipToClosingBrace(int start) {
    for (int open = 1; open > 0; at++) {
      if (at >= text.length()) {
        throw unclosed(start);
      }
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '}') {
        open--;
      } else if (text.startsWith("${", at)) {
        open++;
      }
    }
  }

  private boolean take(String expected) {
    boolean found = text.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  private boolean isLetter(int index) {
    return Character.isLetter(text.codePointAt(index));
  }

  private static boolean isNamePart(int c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String textOf(Meaning meaning) {
    return switch (meaning) {
      case Value(var value) -> value;
      case Later(var placeholder) -> placeholder;
      case Unset _, AsWritten _ -> "";
    };
  }

  private InvalidPipeline unknownForm(int start) {
    int end = text.indexOf('}', start);
    return new InvalidPipeline(
        "%s is not a form of interpolation; write $$ instead of $ to leave it to the job's shell"
            .formatted(InvalidPipeline.quoted(text.substring(start, end < 0 ? at : end + 1))));
  }

  private InvalidPipeline unclosed(int start) {
    return new InvalidPipeline(
        "%s has no closing brace".formatted(InvalidPipeline.quoted(text.substring(start))));
  }
}
