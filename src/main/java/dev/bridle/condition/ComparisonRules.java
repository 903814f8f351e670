package dev.bridle.condition;

import static dev.bridle.condition.Type.Plain.BOOLEAN;
import static dev.bridle.condition.Type.Plain.NULL;
import static dev.bridle.condition.Type.Plain.REGEX;
import static dev.bridle.condition.Type.Plain.STRING;
import static dev.bridle.condition.Type.Plain.STRINGS;

import dev.bridle.condition.Type.Enumeration;

/** Which types may stand at the two sides of a comparison. */
final class ComparisonRules {
  private final TypeCheck types;

  ComparisonRules(TypeCheck types) {
    this.types = types;
  }

  Type check(Node.Compare compare) throws InvalidCondition {
    Type left = types.of(compare.left());
    Type right = types.of(compare.right());
    switch (compare.how()) {
      case EQUAL, DIFFERENT -> equality(compare, left, right);
      case MATCHES, DOES_NOT_MATCH -> match(compare, left, right);
      case INCLUDES -> inclusion(compare, left, right);
    }
    return BOOLEAN;
  }

  private static InvalidCondition invalid(Node.Compare compare, String why) {
    return new InvalidCondition("`" + compare.how().sign() + "` " + why, compare.position());
  }

  private static void equality(Node.Compare compare, Type left, Type right)
      throws InvalidCondition {
    if (right instanceof Enumeration) {
      throw invalid(compare, "needs a variable with fixed values on its left side");
    }
    if (left instanceof Enumeration enumeration) {
      if (right != NULL) {
        requireWord(compare, enumeration);
      }
      return;
    }
    if (left == REGEX || right == REGEX) {
      throw invalid(compare, "can't compare regular expressions; use `=~`");
    }
    if (left != NULL && right != NULL && !left.equals(right)) {
      throw invalid(compare, "can't compare " + left.described() + " with " + right.described());
    }
  }

  private static void requireWord(Node.Compare compare, Enumeration enumeration)
      throws InvalidCondition {
    String name =
        compare.left() instanceof Node.Variable variable ? variable.name() : "choice of both";
    if (!(compare.right() instanceof Node.Text text) || !text.fixed()) {
      throw invalid(compare, "compares '" + name + "' with one of its values only");
    }
    if (!enumeration.words().contains(text.text())) {
      throw new InvalidCondition(
          "\"" + InvalidCondition.shown(text.text()) + "\" is not a valid '" + name + "'",
          text.position());
    }
  }

  private static void match(Node.Compare compare, Type left, Type right) throws InvalidCondition {
    if (left != STRING && left != NULL) {
      throw invalid(compare, "needs a string on its left side, not " + left.described());
    }
    if (right != REGEX) {
      throw invalid(compare, "needs a regular expression such as /^main$/ on its right side");
    }
  }

  private static void inclusion(Node.Compare compare, Type left, Type right)
      throws InvalidCondition {
    if (left != STRINGS && left != NULL) {
      throw invalid(compare, "needs a list of strings on its left side, not " + left.described());
    }
    if (right != STRING && right != REGEX && right != NULL) {
      throw invalid(
          compare,
          "needs a string or a regular expression on its right side, not " + right.described());
    }
  }
}
