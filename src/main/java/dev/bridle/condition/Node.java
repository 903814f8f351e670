package dev.bridle.condition;

import java.util.List;
import java.util.regex.Pattern;

/** An expression of a condition. */
sealed interface Node {
  /** The character, from 0, at which it begins or its operator stands. */
  int position();

  record Flag(boolean value, int position) implements Node {}

  record Whole(long value, int position) implements Node {}

  record Null(int position) implements Node {}

  record Text(List<Part> parts, int position) implements Node {
    public Text {
      parts = List.copyOf(parts);
    }

    /** Whether its text is known before it is asked. */
    boolean fixed() {
      return parts.stream().allMatch(Part.Literal.class::isInstance);
    }

    /** The text, of a fixed one. */
    String text() {
      var text = new StringBuilder();
      for (Part part : parts) {
        text.append(part instanceof Part.Literal(var literal) ? literal : "");
      }
      return text.toString();
    }
  }

  /** A shell term outside of a string: unset is null. */
  record Shell(Part.Term term, int position) implements Node {}

  record Regex(Pattern pattern, int position) implements Node {}

  record Variable(String name, int position) implements Node {}

  record Array(List<Node> elements, int position) implements Node {
    public Array {
      elements = List.copyOf(elements);
    }
  }

  record Call(String name, List<Node> arguments, int position) implements Node {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  record Not(Node inner, int position) implements Node {}

  /** Holds when all of them hold. */
  record And(List<Node> all, int position) implements Node {
    public And {
      all = List.copyOf(all);
    }
  }

  /** Holds when any of them holds. */
  record Or(List<Node> any, int position) implements Node {
    public Or {
      any = List.copyOf(any);
    }
  }

  record Compare(Comparison how, Node left, Node right, int position) implements Node {}

  record Choice(Node condition, Node yes, Node no, int position) implements Node {}
}
