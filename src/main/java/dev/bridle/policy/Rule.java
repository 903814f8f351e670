package dev.bridle.policy;

import dev.bridle.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy.
 *
 * @param reportOnly whether it only reports what it would have refused
 * @param providers any, when empty
 * @param models any, when empty
 */
record Rule(
    String id,
    @Nullable String description,
    Effect effect,
    boolean reportOnly,
    List<Requirement> requirements,
    List<String> providers,
    List<Glob> models,
    @Nullable Condition condition,
    Limits limits) {
  Rule {
    requirements = List.copyOf(requirements);
    providers = List.copyOf(providers);
    models = List.copyOf(models);
  }
}
