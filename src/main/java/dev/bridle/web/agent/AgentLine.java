package dev.bridle.web.agent;

import dev.bridle.fleet.Agent;
import dev.bridle.fleet.AgentAtWork;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An agent as a page shows it.
 *
 * @param state what it is doing, in one word
 * @param address of its own page
 */
public record AgentLine(
    Agent agent, String queueKey, String state, String address, Optional<JobLink> job) {
  /** The job in hand, and where it is seen. */
  public record JobLink(String label, String where, String address) {}

  /** What is known of the machine; agents need not tell. */
  public String machine() {
    return Stream.of(agent.hostname(), agent.os(), agent.arch(), "from " + agent.ipAddress())
        .filter(word -> !word.isBlank())
        .collect(Collectors.joining(", "));
  }

  public String version() {
    return agent.version().isBlank() ? "unknown" : agent.version();
  }

  static AgentLine of(Visitor who, AgentAtWork at, Instant now) {
    return new AgentLine(
        at.agent(),
        at.queueKey(),
        state(at, now),
        AgentPage.address(who, at.agent().id()),
        Optional.ofNullable(at.work()).map(work -> link(who, work)));
  }

  private static String state(AgentAtWork at, Instant now) {
    String state = at.agent().shownState();
    if (!state.equals("connected")) {
      return state;
    }
    if (at.work() != null) {
      return "running";
    }
    if (at.agent().ignoreInDispatches()) {
      return "stopping";
    }
    return at.agent().pause(now).isPresent() ? "paused" : "idle";
  }

  private static JobLink link(Visitor who, AgentAtWork.Work work) {
    return new JobLink(
        work.name().isBlank() ? "Job" : work.name(),
        work.pipelineName() + " #" + work.buildNumber(),
        "%s/%s/builds/%d#%s"
            .formatted(
                who.address(Place.PIPELINES),
                work.pipelineSlug(),
                work.buildNumber(),
                work.jobId()));
  }
}
