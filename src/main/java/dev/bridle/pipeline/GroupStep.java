package dev.bridle.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that are shown together, and whose waits hold back nothing outside of the group. */
public record GroupStep(
    @Nullable String key, @Nullable String label, List<Step> steps, String definition)
    implements Step {
  public GroupStep {
    steps = List.copyOf(steps);
  }
}
