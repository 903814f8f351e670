package dev.bridle.rest;

import dev.bridle.build.Build;
import dev.bridle.build.Job;
import dev.bridle.build.JobType;
import dev.bridle.build.Pipeline;
import dev.bridle.build.PublicAddress;
import dev.bridle.fleet.Agent;
import dev.bridle.http.Pairs;
import dev.bridle.organization.Person;
import dev.bridle.pipeline.JobReferences;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How jobs look in REST v2. */
public final class JobShapes {
  /** Where a job stands. */
  record Place(String organization, Pipeline pipeline, Build build) {}

  private final Shapes shapes;
  private final AgentShapes agents;
  private final PublicAddress address;

  public JobShapes(Shapes shapes, PublicAddress address) {
    this.shapes = shapes;
    this.agents = new AgentShapes(shapes);
    this.address = address;
  }

  String url(Place place, Job job) {
    return buildUrl(place) + "/jobs/" + job.id();
  }

  String buildUrl(Place place) {
    return buildUrl(place, place.build.number());
  }

  String buildUrl(Place place, long number) {
    String path = "/pipelines/" + place.pipeline.slug() + "/builds/" + number;
    return shapes.url(place.organization, path);
  }

  private String webUrl(Place place, Job job) {
    String build = address.build(place.organization, place.pipeline.slug(), place.build.number());
    return build + "#" + job.id();
  }

  /**
   * A job.
   *
   * @param retriedBy who wanted this attempt, if a person did
   */
  Map<String, Object> job(Place place, Job job, @Nullable Agent agent, @Nullable Person retriedBy) {
    return job.type() == JobType.WAITER ? waiter(place, job) : script(place, job, agent, retriedBy);
  }

  private Map<String, Object> waiter(Place place, Job job) {
    var shape = Shapes.object("Job", job.id());
    shape.put("type", job.type().word());
    shape.put("state", job.shownState());
    shape.put("name", label(job));
    shape.put("step_key", job.stepKey());
    shape.put("group_key", job.groupKey());
    shape.put("web_url", webUrl(place, job));
    return shape;
  }

  private Map<String, Object> script(
      Place place, Job job, @Nullable Agent agent, @Nullable Person retriedBy) {
    var shape = Shapes.object("Job", job.id());
    shape.put("type", job.type().word());
    shape.put("name", label(job));
    shape.put("label", label(job));
    shape.put("step_key", job.stepKey());
    shape.put("group_key", job.groupKey());
    shape.put("step", step(job));
    shape.put("priority", Map.of("number", job.priority()));
    shape.put("agent_query_rules", job.agentRules().stream().map(JobReferences::shown).toList());
    shape.put("state", job.shownState());
    shape.put("command", JobReferences.shown(job.command()));
    address(shape, place, job);
    result(shape, job);
    shape.put("agent", agent == null ? null : agents.agent(place.organization, agent));
    times(shape, job);
    retries(shape, job, retriedBy);
    shape.put("parallel_group_index", null);
    shape.put("parallel_group_total", null);
    shape.put("matrix", null);
    return shape;
  }

  static @Nullable String label(Job job) {
    return job.label() == null ? null : JobReferences.shown(job.label());
  }

  private static Map<String, Object> step(Job job) {
    var step = new LinkedHashMap<String, Object>();
    step.put("id", job.stepId());
    step.put("signature", null);
    return step;
  }

  private void address(Map<String, Object> shape, Place place, Job job) {
    String url = url(place, job);
    String cluster = shapes.url(place.organization, "/clusters/" + job.clusterId());
    shape.put("build_url", buildUrl(place));
    shape.put("web_url", webUrl(place, job));
    shape.put("log_url", url + "/log");
    shape.put("raw_log_url", url + "/log.txt");
    shape.put("artifacts_url", url + "/artifacts");
    shape.put("cluster_id", job.clusterId());
    shape.put("cluster_url", cluster);
    shape.put("cluster_queue_id", job.queueId());
    shape.put("cluster_queue_url", cluster + "/queues/" + job.queueId());
  }

  private static void result(Map<String, Object> shape, Job job) {
    shape.put("soft_failed", false);
    shape.put("exit_status", job.exitStatus());
    shape.put("signal", job.signal());
    shape.put("signal_reason", job.signalReason());
    shape.put("broken_reason", null);
    shape.put("artifact_paths", "");
  }

  private static void times(Map<String, Object> shape, Job job) {
    shape.put("created_at", Times.iso(job.createdAt()));
    shape.put("scheduled_at", Times.iso(job.scheduledAt()));
    shape.put("runnable_at", Times.iso(job.scheduledAt()));
    shape.put("concurrency_wait_time_ms", null);
    shape.put("started_at", Times.iso(job.startedAt()));
    shape.put("finished_at", Times.iso(job.finishedAt()));
    shape.put("expired_at", null);
  }

  private static void retries(Map<String, Object> shape, Job job, @Nullable Person retriedBy) {
    var retry = job.retry();
    shape.put("retried", job.retriedIn() != null);
    shape.put("retried_in_job_id", job.retriedIn());
    shape.put("retries_count", job.attempt());
    shape.put(
        "retry_source",
        retry == null
            ? null
            : Pairs.of("job_id", retry.ofJobId(), "retry_type", retry.type().word()));
    shape.put("retry_type", retry == null ? null : retry.type().word());
    shape.put("retried_by", retriedBy == null ? null : Shapes.person(retriedBy));
  }
}
