package dev.bridle.condition;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that a condition may use, with their types. */
public record Vocabulary(Map<String, Type> types) {
  /** What can be asked of a build, its pipeline and its organization. */
  public static final Vocabulary BUILDS = VariableTable.read(VariableTable.BUILDS);

  /** What a step's notifications can ask beside that. */
  public static final Vocabulary STEPS = VariableTable.read(VariableTable.STEPS);

  public Vocabulary {
    types = Map.copyOf(types);
  }

  public Vocabulary and(Vocabulary more) {
    var all = new HashMap<>(types);
    all.putAll(more.types);
    return new Vocabulary(all);
  }

  /** The part of it that someone can supply values for. */
  public Vocabulary only(Set<String> names) {
    var some = new HashMap<>(types);
    some.keySet().retainAll(names);
    return new Vocabulary(some);
  }

  Optional<Type> find(String name) {
    return Optional.ofNullable(types.get(name));
  }
}
