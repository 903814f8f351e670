package dev.bridle.bench.pages;

import dev.bridle.bench.target.BenchAgent;
import dev.bridle.bench.target.RunningJob;
import java.io.IOException;
import java.util.Optional;

/** An agent that takes job after job and is quickly done with each. */
final class BusyAgent {
  private final BenchAgent agent;
  private Optional<RunningJob> job = Optional.empty();

  BusyAgent(BenchAgent agent) {
    this.agent = agent;
  }

  /** Starts the next job, or finishes the one that it has. */
  void goOn() throws IOException, InterruptedException {
    if (job.isEmpty()) {
      job = Optional.of(agent.take());
    } else {
      agent.finish(job.get());
      job = Optional.empty();
    }
  }
}
