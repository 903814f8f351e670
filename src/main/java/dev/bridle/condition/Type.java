package dev.bridle.condition;

import java.util.List;

/** What a variable or an expression can be. Each of them may also turn out to be null. */
public sealed interface Type {
  /** The type as an error names it. */
  String described();

  /** Types without parts of their own. */
  enum Plain implements Type {
    STRING("a string"),
    BOOLEAN("true or false"),
    NUMBER("a number"),
    STRINGS("a list of strings"),
    NULL("null"),
    REGEX("a regular expression");

    private final String described;

    Plain(String described) {
      this.described = described;
    }

    @Override
    public String described() {
      return described;
    }
  }

  /** A string that can only be one of some words. */
  record Enumeration(List<String> words) implements Type {
    public Enumeration {
      words = List.copyOf(words);
    }

    @Override
    public String described() {
      return "one of " + String.join(", ", words);
    }
  }
}
