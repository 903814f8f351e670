package dev.bridle.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program on some machine that runs jobs. */
public record Agent(
    String id,
    String organizationId,
    String clusterId,
    String queueId,
    String name,
    String hostname,
    String os,
    String arch,
    String version,
    String userAgent,
    String ipAddress,
    @Nullable Long priority,
    List<String> tags,
    boolean ignoreInDispatches,
    String state,
    Instant createdAt,
    @Nullable Instant connectedAt,
    Instant seenAt,
    @Nullable Instant disconnectedAt,
    @Nullable Instant stopAskedAt,
    @Nullable Pause lastPause) {
  /** Whether it may be offered another job. */
  boolean takesJobs(Instant now) {
    return !ignoreInDispatches && stopAskedAt == null && pause(now).isEmpty();
  }

  /** The pause that it is in at that moment. */
  public Optional<Pause> pause(Instant now) {
    return Optional.ofNullable(lastPause).filter(pause -> pause.at(now));
  }

  /** The state, in which an agent that was asked to stop is on its way. */
  public String shownState() {
    return state.equals("connected") && stopAskedAt != null ? "stopping" : state;
  }
}
