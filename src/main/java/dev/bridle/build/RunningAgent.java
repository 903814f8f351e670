package dev.bridle.build;

import java.util.List;

/** The agent that runs a job, as far as the job is told about it. */
public record RunningAgent(String id, String name, List<String> tags) {
  public RunningAgent {
    tags = List.copyOf(tags);
  }
}
