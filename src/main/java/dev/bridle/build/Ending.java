package dev.bridle.build;

import org.jspecify.annotations.Nullable;

/** How a job ended. */
public record Ending(
    long exitStatus, @Nullable String signal, @Nullable String signalReason, long chunksFailed) {
  /** The agent went away for good. */
  public static final Ending AGENT_LOST = new Ending(-1, null, null, 0);

  /** The agent was told to stop and did not finish the job. */
  public static final Ending AGENT_STOPPED = new Ending(-1, null, "agent_stop", 0);
}
