package dev.bridle.condition;

import java.util.List;

/** One word or sign of a condition's text. */
sealed interface Token {
  int position();

  /** How an error names it. */
  String shown();

  /** An identifier, dots and all, or a keyword. */
  record Name(String text, int position) implements Token {
    @Override
    public String shown() {
      return "`" + InvalidCondition.shown(text) + "`";
    }
  }

  record Whole(long value, int position) implements Token {
    @Override
    public String shown() {
      return "`" + value + "`";
    }
  }

  /** A string; in double quotes it may hold shell terms. */
  record Text(List<Part> parts, int position) implements Token {
    public Text {
      parts = List.copyOf(parts);
    }

    @Override
    public String shown() {
      return "a string";
    }
  }

  record Shell(Part.Term term, int position) implements Token {
    @Override
    public String shown() {
      return "`$" + InvalidCondition.shown(term.name()) + "`";
    }
  }

  record Regex(java.util.regex.Pattern pattern, int position) implements Token {
    @Override
    public String shown() {
      return "a regular expression";
    }
  }

  /** An operator, a bracket or a comma. */
  record Sign(String text, int position) implements Token {
    @Override
    public String shown() {
      return "`" + text + "`";
    }
  }

  record End(int position) implements Token {
    @Override
    public String shown() {
      return "the end";
    }
  }
}
