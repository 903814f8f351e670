package dev.bridle.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A step that runs a command on an agent.
 *
 * @param env the step's own variables in the order written; values may hold {@link JobReferences}
 * @param agents what an agent's tags must say, each rule {@code name=value}; empty means anyone
 * @param retry when its jobs are run again
 * @param signed whether the step carries a signature, and so must reach the agent as it came
 */
public record CommandStep(
    @Nullable String key,
    @Nullable String label,
    String command,
    SequencedMap<String, String> env,
    List<String> agents,
    long priority,
    RetryRules retry,
    boolean signed,
    String definition)
    implements Step {
  public CommandStep {
    env = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(env));
    agents = List.copyOf(agents);
  }
}
