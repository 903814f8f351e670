package dev.bridle.condition;

import static dev.bridle.condition.Type.Plain.BOOLEAN;
import static dev.bridle.condition.Type.Plain.NULL;
import static dev.bridle.condition.Type.Plain.NUMBER;
import static dev.bridle.condition.Type.Plain.REGEX;
import static dev.bridle.condition.Type.Plain.STRING;
import static dev.bridle.condition.Type.Plain.STRINGS;

import java.util.List;

/** The rules of types: a condition that breaks one is refused before it is ever asked. */
final class TypeCheck {
  private final Vocabulary vocabulary;
  private final ComparisonRules comparisons = new ComparisonRules(this);

  TypeCheck(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  void requireCondition(Node root) throws InvalidCondition {
    Type type = of(root);
    if (type != BOOLEAN) {
      throw new InvalidCondition(
          "A condition must be true or false, and this is " + type.described(), root.position());
    }
  }

  Type of(Node node) throws InvalidCondition {
    return switch (node) {
      case Node.Flag _ -> BOOLEAN;
      case Node.Whole _ -> NUMBER;
      case Node.Null _ -> NULL;
      case Node.Text _, Node.Shell _ -> STRING;
      case Node.Regex _ -> REGEX;
      case Node.Variable variable -> variable(variable);
      case Node.Array array -> array(array);
      case Node.Call call -> call(call);
      case Node.Not not -> flags(List.of(not.inner()), "!");
      case Node.And and -> flags(and.all(), "&&");
      case Node.Or or -> flags(or.any(), "||");
      case Node.Compare compare -> comparisons.check(compare);
      case Node.Choice choice -> choice(choice);
    };
  }

  private Type variable(Node.Variable variable) throws InvalidCondition {
    return vocabulary
        .find(variable.name())
        .orElseThrow(() ->
            new InvalidCondition(
                "`" + InvalidCondition.shown(variable.name()) + "` is not a variable",
                variable.position()));
  }

  private Type array(Node.Array array) throws InvalidCondition {
    for (Node element : array.elements()) {
      if (of(element) != STRING) {
        throw new InvalidCondition("A list may hold strings only", element.position());
      }
    }
    return STRINGS;
  }

  private Type call(Node.Call call) throws InvalidCondition {
    if (!call.name().equals("env") && !call.name().equals("build.env")) {
      throw new InvalidCondition(
          "`" + InvalidCondition.shown(call.name()) + "` is not a function", call.position());
    }
    if (call.arguments().size() != 1) {
      throw new InvalidCondition(
          "`" + call.name() + "` takes one argument, the name of a variable", call.position());
    }
    Node name = call.arguments().getFirst();
    Type type = of(name);
    if (type != STRING && !(type instanceof Type.Enumeration)) {
      throw new InvalidCondition(
          "`" + call.name() + "` takes a string, not " + type.described(), name.position());
    }
    if (name instanceof Node.Text text && text.fixed()) {
      requireName(text);
    }
    return STRING;
  }

  private static void requireName(Node.Text text) throws InvalidCondition {
    if (!EnvironmentNames.wellFormed(text.text())) {
      throw new InvalidCondition(
          "The name of a variable has letters, digits and underscores only, without `$`",
          text.position());
    }
    EnvironmentNames.requireVisible(text.text(), text.position());
  }

  private Type flags(List<Node> nodes, String sign) throws InvalidCondition {
    for (Node node : nodes) {
      Type type = of(node);
      if (type != BOOLEAN) {
        throw new InvalidCondition(
            "`" + sign + "` needs true or false, and this is " + type.described(), node.position());
      }
    }
    return BOOLEAN;
  }

  private Type choice(Node.Choice choice) throws InvalidCondition {
    Type condition = of(choice.condition());
    if (condition != BOOLEAN) {
      throw new InvalidCondition(
          "`?` needs true or false before it, and this is " + condition.described(),
          choice.condition().position());
    }
    Type yes = of(choice.yes());
    Type no = of(choice.no());
    if (yes == REGEX || no == REGEX) {
      throw new InvalidCondition("A regular expression can't be chosen by `?`", choice.position());
    }
    if (yes != NULL && no != NULL && !yes.equals(no)) {
      throw new InvalidCondition(
          "Both sides of `:` must be of one type, not "
              + yes.described()
              + " and "
              + no.described(),
          choice.position());
    }
    return yes == NULL ? no : yes;
  }
}
