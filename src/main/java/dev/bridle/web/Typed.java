package dev.bridle.web;

import java.util.Map;

/**
 * What stands in a form's fields.
 *
 * @param problems what is wrong, by field
 * @param sentence what is wrong with all of it; empty when nothing is
 */
public record Typed(Map<String, String> values, Map<String, String> problems, String sentence) {
  public static final Typed NOTHING = new Typed(Map.of(), Map.of(), "");

  public Typed {
    values = Map.copyOf(values);
    problems = Map.copyOf(problems);
  }

  public static Typed of(Map<String, String> values) {
    return new Typed(values, Map.of(), "");
  }

  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  public String problem(String name) {
    return problems.getOrDefault(name, "");
  }
}
