package dev.bridle.web.build;

import dev.bridle.build.BuildChange;
import dev.bridle.build.BuildOverview;
import dev.bridle.build.Job;
import dev.bridle.build.RetryAnswer;
import dev.bridle.ledger.Totals;
import dev.bridle.pipeline.JobReferences;
import dev.bridle.web.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands above a job's log.
 *
 * @param agent its name; empty when no agent has the job
 * @param agentAddress where the agent's page is
 * @param used by its model calls
 * @param hindrance what a wish to run it again would come to; null when it would be done
 * @param attempts all attempts at the same step, the first one first
 */
public record JobHead(
    Job job,
    JobRow row,
    String agent,
    String agentAddress,
    Totals used,
    @Nullable RetryAnswer hindrance,
    List<JobRow> attempts,
    BuildAddress address) {
  static JobHead of(
      Visitor who,
      Found.Place place,
      Job job,
      Totals used,
      @Nullable RetryAnswer hindrance,
      BuildOverview overview,
      Instant now) {
    String agent = job.agentId() == null ? "" : overview.agents().getOrDefault(job.agentId(), "");
    return new JobHead(
        job,
        JobRow.of(place.address(), job, now),
        agent,
        "/organizations/" + who.membership().slug() + "/agents/" + job.agentId(),
        used,
        hindrance,
        chain(job.id(), overview.jobs()).stream()
            .map(attempt -> JobRow.of(place.address(), attempt, now))
            .toList(),
        place.address());
  }

  /** Attempts name the one after them. */
  private static List<BuildChange.OfJob> chain(String jobId, List<BuildChange.OfJob> ofBuild) {
    var byId = new HashMap<String, BuildChange.OfJob>();
    var before = new HashMap<String, BuildChange.OfJob>();
    for (var one : ofBuild) {
      byId.put(one.id(), one);
      String next = one.retriedIn();
      if (next != null) {
        before.put(next, one);
      }
    }
    var chain = new ArrayDeque<BuildChange.OfJob>();
    for (var one = byId.get(jobId); one != null; one = before.get(one.id())) {
      chain.addFirst(one);
    }
    for (var one = later(byId, jobId); one != null; one = later(byId, one.id())) {
      chain.addLast(one);
    }
    return List.copyOf(chain);
  }

  private static BuildChange.@Nullable OfJob later(
      Map<String, BuildChange.OfJob> byId, String jobId) {
    var job = byId.get(jobId);
    String next = job == null ? null : job.retriedIn();
    return next == null ? null : byId.get(next);
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
    return hindrance == null;
  }

  /** Why a failed job has no button to retry it; empty when it has, or was tried again. */
  public String refusal() {
    boolean isLast = job.hasFailed() && job.retriedIn() == null;
    return isLast && hindrance instanceof RetryAnswer.Refused(var why)
        ? why.endsWith(".") ? why : why + "."
        : "";
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
          default -> job.exitStatus() == null ? "Ended" : "Exited with status " + job.exitStatus();
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
