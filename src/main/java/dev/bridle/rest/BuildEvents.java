package dev.bridle.rest;

import dev.bridle.build.BuildChange;
import dev.bridle.build.Following;
import dev.bridle.http.EventSource;
import dev.bridle.http.ServerEvent;
import dev.bridle.pipeline.JobReferences;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What changes in a build, as events: {@code job} and {@code log} as often as they come, then
 * {@code build}, whose id says up to where all was told.
 */
public record BuildEvents(Following following) implements EventSource {
  @Override
  public List<ServerEvent> next(Duration atMost) throws InterruptedException {
    return following.next(atMost).stream().map(BuildEvents::event).toList();
  }

  @Override
  public boolean isOver() {
    return following.isClosed();
  }

  @Override
  public void close() {
    following.close();
  }

  private static ServerEvent event(BuildChange change) {
    return switch (change) {
      case BuildChange.OfJob job -> new ServerEvent("job", null, json(shape(job)));
      case BuildChange.OfLog(var job, var size) ->
          new ServerEvent("log", null, json(Map.of("job_id", job, "size", size)));
      case BuildChange.OfBuild build ->
          new ServerEvent("build", Long.toString(build.revision()), json(shape(build)));
    };
  }

  private static String json(Map<String, ?> shape) {
    return JsonMapper.shared().writeValueAsString(shape);
  }

  static Map<String, @Nullable Object> shape(BuildChange.OfJob job) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", job.id());
    shape.put("type", job.type().word());
    shape.put("state", job.state());
    shape.put("label", job.label() == null ? null : JobReferences.shown(job.label()));
    shape.put("step_id", job.stepId());
    shape.put("step_key", job.stepKey());
    shape.put("group_id", job.groupId());
    shape.put("group_key", job.groupKey());
    shape.put("position", job.position());
    shape.put("retries_count", job.attempt());
    shape.put("retried_in_job_id", job.retriedIn());
    shape.put("agent_id", job.agentId());
    shape.put("exit_status", job.exitStatus());
    shape.put("scheduled_at", Times.iso(job.scheduledAt()));
    shape.put("started_at", Times.iso(job.startedAt()));
    shape.put("finished_at", Times.iso(job.finishedAt()));
    return shape;
  }

  private static Map<String, @Nullable Object> shape(BuildChange.OfBuild build) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", build.id());
    shape.put("revision", build.revision());
    shape.put("state", build.state().word());
    shape.put("message", build.message());
    shape.put("commit", build.commit());
    shape.put("started_at", Times.iso(build.startedAt()));
    shape.put("failing_at", Times.iso(build.failingAt()));
    shape.put("finished_at", Times.iso(build.finishedAt()));
    return shape;
  }
}
