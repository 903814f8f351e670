package dev.bridle.web.build;

import dev.bridle.build.Job;
import dev.bridle.pipeline.JobReferences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands above a job's log.
 *
 * @param agent its name; empty when no agent has the job
 * @param attempts all attempts at the same step, the first one first
 */
public record JobHead(
    Job job, JobRow row, String agent, List<JobRow> attempts, BuildAddress address) {
  static JobHead of(
      Found.Place place, Job job, Collection<Job> ofBuild, String agent, Instant now) {
    return new JobHead(
        job,
        JobRow.of(place.address(), job, now),
        agent,
        chain(job, ofBuild).stream()
            .map(attempt -> JobRow.of(place.address(), attempt, now))
            .toList(),
        place.address());
  }

  /** Attempts name the one after them. */
  private static List<Job> chain(Job job, Collection<Job> ofBuild) {
    Map<String, Job> byId =
        ofBuild.stream().collect(Collectors.toMap(Job::id, Function.identity()));
    Map<String, Job> before =
        ofBuild.stream()
            .filter(one -> one.retriedIn() != null)
            .collect(Collectors.toMap(Job::retriedIn, Function.identity(), (one, _) -> one));
    var chain = new ArrayDeque<Job>(List.of(job));
    while (before.containsKey(chain.getFirst().id())) {
      chain.addFirst(before.get(chain.getFirst().id()));
    }
    for (var next = chain.getLast().retriedIn();
        next != null && byId.containsKey(next);
        next = chain.getLast().retriedIn()) {
      chain.addLast(byId.get(next));
    }
    return List.copyOf(chain);
  }

  public String command() {
    return JobReferences.shown(job.command()).strip();
  }

  /** How long it waited for an agent; null when it was never to run. */
  public @Nullable Elapsed waited() {
    return Elapsed.of(
        job.scheduledAt(), job.startedAt() == null ? job.finishedAt() : job.startedAt());
  }

  public boolean canBeRetried() {
    return job.hasFailed() && job.retriedIn() == null;
  }

  public boolean isOver() {
    return job.state().over();
  }

  /** How it ended, as a sentence; empty while it has not. */
  public String ending() {
    if (!job.state().over()) {
      return "";
    }
    String how =
        switch (row.state()) {
          case "canceled" -> "Canceled";
          case "waiting_failed" -> "Never ran: a step above it failed";
          case "broken" -> "Never ran: its build's configuration left it out";
          default ->
              job.exitStatus() == null ? "Ended" : "Exited with status " + job.exitStatus();
        };
    String signal = job.signal() == null ? "" : " by signal " + job.signal();
    String reason =
        job.signalReason() == null ? "" : " (" + job.signalReason().replace('_', ' ') + ")";
    return how + signal + reason + ran();
  }

  private String ran() {
    return job.startedAt() == null || job.finishedAt() == null
        ? ""
        : " after " + Elapsed.text(Duration.between(job.startedAt(), job.finishedAt()));
  }
}
