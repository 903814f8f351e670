package dev.bridle.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Works out what an expression is for some values. */
final class Evaluation {
  private final Values values;
  private final Deadline deadline;
  private final ShellExpansion shell;

  Evaluation(Values values, Deadline deadline) {
    this.values = values;
    this.deadline = deadline;
    this.shell = new ShellExpansion(values);
  }

  @Nullable Object of(Node node) {
    return switch (node) {
      case Node.Flag flag -> flag.value();
      case Node.Whole number -> number.value();
      case Node.Null _ -> null;
      case Node.Text text -> shell.text(text.parts());
      case Node.Shell term -> shell.value(term.term());
      case Node.Regex regex -> regex.pattern();
      case Node.Variable variable -> values.variable(variable.name());
      case Node.Array array -> array(array);
      case Node.Call call -> call(call);
      case Node.Not not -> !holds(not.inner());
      case Node.And and -> all(and.all());
      case Node.Or or -> any(or.any());
      case Node.Compare compare -> compare(compare);
      case Node.Choice choice -> of(holds(choice.condition()) ? choice.yes() : choice.no());
    };
  }

  /** Null is as good as false. */
  private boolean holds(Node node) {
    Object value = of(node);
    if (value != null && !(value instanceof Boolean)) {
      throw new Failure("something that must be true or false is neither");
    }
    return Boolean.TRUE.equals(value);
  }

  private boolean all(List<Node> nodes) {
    for (Node node : nodes) {
      if (!holds(node)) {
        return false;
      }
    }
    return true;
  }

  private boolean any(List<Node> nodes) {
    for (Node node : nodes) {
      if (holds(node)) {
        return true;
      }
    }
    return false;
  }

  private List<String> array(Node.Array array) {
    List<String> elements = new ArrayList<>();
    for (Node element : array.elements()) {
      // What is unset is not in the list: null would equal nothing that can be looked for.
      if (of(element) instanceof String text) {
        elements.add(text);
      }
    }
    return elements;
  }

  private @Nullable Object call(Node.Call call) {
    if (!(of(call.arguments().getFirst()) instanceof String name)
        || !EnvironmentNames.wellFormed(name)) {
      throw new Failure("the argument of `" + call.name() + "` is not the name of a variable");
    }
    String value = values.env(name);
    return value == null && call.name().equals("env") ? "" : value;
  }

  private boolean compare(Node.Compare compare) {
    Object left = of(compare.left());
    Object right = of(compare.right());
    return switch (compare.how()) {
      case EQUAL -> Objects.equals(left, right);
      case DIFFERENT -> !Objects.equals(left, right);
      case MATCHES -> matches(left, right);
      case DOES_NOT_MATCH -> !matches(left, right);
      case INCLUDES -> includes(left, right);
    };
  }

  private boolean matches(@Nullable Object text, @Nullable Object pattern) {
    if (text == null) {
      return false;
    }
    if (text instanceof String string && pattern instanceof Pattern regex) {
      return TimedText.found(regex, string, deadline);
    }
    throw new Failure("something that must be a string is none");
  }

  private boolean includes(@Nullable Object list, @Nullable Object wanted) {
    if (list == null || wanted == null) {
      return false;
    }
    if (!(list instanceof List<?> elements)) {
      throw new Failure("something that must be a list is none");
    }
    for (Object element : elements) {
      if (wanted instanceof Pattern ? matches(element, wanted) : wanted.equals(element)) {
        return true;
      }
    }
    return false;
  }
}
