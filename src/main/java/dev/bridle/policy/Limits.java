package dev.bridle.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a limit rule grants at most.
 *
 * @param maxTokens null for as many as one likes
 */
record Limits(
    @Nullable Long maxTokens, List<Field> fields, List<Tool> tools, List<Glob> deniedBetas) {
  static final Limits NONE = new Limits(null, List.of(), List.of(), List.of());

  Limits {
    fields = List.copyOf(fields);
    tools = List.copyOf(tools);
    deniedBetas = List.copyOf(deniedBetas);
  }

  /** Whether they are about more of a call than its model and size. */
  boolean areOfShapes() {
    return !fields.isEmpty() || !tools.isEmpty() || !deniedBetas.isEmpty();
  }

  /**
   * A top-level field of a request.
   *
   * @param allowed the values that it may have; none when it must be absent
   */
  record Field(String name, List<String> allowed) {
    Field {
      allowed = List.copyOf(allowed);
    }
  }

  /**
   * A kind of tools that the provider runs.
   *
   * @param maxUses null when they are not allowed at all
   */
  record Tool(Glob type, @Nullable Long maxUses) {
    /** The date at a type's end does not count, unless the pattern has one too. */
    boolean covers(String asked) {
      return type.matchesAnyCase(asked)
          || type.matchesAnyCase(asked.replaceFirst("_[0-9]{8}$", ""));
    }
  }
}
