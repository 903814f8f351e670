package dev.bridle.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** How the attributes read that steps and pipelines have in common. */
final class Attributes {
  private Attributes() {}

  /** The field by the first of its names that has a value, else by the first. */
  static Field first(Field owner, String... names) {
    for (String name : names) {
      if (!owner.get(name).isAbsent()) {
        return owner.get(name);
      }
    }
    return owner.get(names[0]);
  }

  static SequencedMap<String, String> env(Field field) {
    var env = new LinkedHashMap<String, String>();
    for (Field variable : field.entries()) {
      if (variable.name().isEmpty() || variable.name().contains("=")) {
        throw field.fault(
            InvalidPipeline.quoted(variable.name()) + " cannot be the name of a variable");
      }
      env.put(variable.name(), variable.text());
    }
    return env;
  }

  /** Rules as {@code name=value}, from a map or from a list of such rules. */
  static List<String> agents(Field field) {
    return field.value().isObject()
        ? field.entries().stream().map(Attributes::rule).toList()
        : field.items().stream().map(Attributes::wellFormedRule).toList();
  }

  static long priority(Field field) {
    try {
      return Long.parseLong(field.text());
    } catch (NumberFormatException e) {
      throw field.fault("must be a whole number, not " + InvalidPipeline.quoted(field.text()));
    }
  }

  /** One text, or the lines of a list. */
  static String command(Field field) {
    return field.value().isArray()
        ? field.items().stream().map(Field::text).collect(Collectors.joining("\n"))
        : field.text();
  }

  private static String rule(Field tag) {
    if (tag.name().isBlank() || tag.isBlank()) {
      throw tag.fault("needs both a name and a value");
    }
    return tag.name() + "=" + tag.text();
  }

  private static String wellFormedRule(Field item) {
    String rule = item.text();
    int equals = rule.indexOf('=');
    if (equals < 1 || equals == rule.length() - 1) {
      throw item.fault("must be written as name=value, not " + InvalidPipeline.quoted(rule));
    }
    return rule;
  }
}
