package dev.bridle.rest;

import dev.bridle.build.BuildChange;
import dev.bridle.build.BuildLine;
import dev.bridle.build.BuildOverview;
import dev.bridle.build.Group;
import dev.bridle.build.PipelineOverview;
import dev.bridle.build.Workload;
import dev.bridle.pipeline.JobReferences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How overviews look in JSON. */
final class OverviewShapes {
  private OverviewShapes() {}

  static Map<String, @Nullable Object> build(BuildOverview overview) {
    var build = overview.build();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", build.id());
    shape.put("number", build.number());
    shape.put("revision", build.revision());
    shape.put("state", build.state().word());
    shape.put("message", build.message());
    shape.put("branch", build.branch());
    shape.put("commit", build.commit());
    shape.put("source", build.source());
    shape.put("creator_id", build.creatorId());
    shape.put("failure", build.failure());
    shape.put("cancel_reason", build.cancelReason());
    shape.put("created_at", Times.iso(build.createdAt()));
    shape.put("started_at", Times.iso(build.startedAt()));
    shape.put("finished_at", Times.iso(build.finishedAt()));
    shape.put("groups", groups(overview));
    shape.put("jobs", overview.jobs().stream().map(job -> job(job, overview)).toList());
    return shape;
  }

  /** In the order in which their jobs stand. */
  private static List<Map<String, @Nullable Object>> groups(BuildOverview overview) {
    var groups = new ArrayList<Map<String, @Nullable Object>>();
    var seen = new HashSet<String>();
    overview.jobs().stream()
        .map(BuildChange.OfJob::groupId)
        .filter(Objects::nonNull)
        .filter(seen::add)
        .map(overview.groups()::get)
        .filter(Objects::nonNull)
        .forEach(group -> groups.add(group(group)));
    return groups;
  }

  private static Map<String, @Nullable Object> group(Group group) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", group.id());
    shape.put("key", group.key());
    shape.put("label", group.label() == null ? null : JobReferences.shown(group.label()));
    return shape;
  }

  private static Map<String, @Nullable Object> job(BuildChange.OfJob job, BuildOverview overview) {
    var shape = BuildEvents.shape(job);
    String agent = job.agentId();
    shape.put("agent_name", agent == null ? null : overview.agents().get(agent));
    return shape;
  }

  static Map<String, @Nullable Object> line(BuildLine build) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", build.id());
    shape.put("pipeline_id", build.pipelineId());
    shape.put("number", build.number());
    shape.put("state", build.state().word());
    shape.put("message", build.message());
    shape.put("branch", build.branch());
    shape.put("commit", build.commit());
    shape.put("source", build.source());
    shape.put("creator_name", build.creatorName());
    shape.put("created_at", Times.iso(build.createdAt()));
    shape.put("started_at", Times.iso(build.startedAt()));
    shape.put("finished_at", Times.iso(build.finishedAt()));
    return shape;
  }

  static Map<String, @Nullable Object> pipeline(PipelineOverview pipeline, Workload workload) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", pipeline.id());
    shape.put("slug", pipeline.slug());
    shape.put("name", pipeline.name());
    shape.put("description", pipeline.description());
    shape.put("repository", pipeline.repository());
    shape.put("default_branch", pipeline.defaultBranch());
    counts(shape, workload);
    shape.put("last_builds", pipeline.last().stream().map(OverviewShapes::line).toList());
    return shape;
  }

  private static void counts(Map<String, @Nullable Object> shape, Workload workload) {
    shape.put("scheduled_builds_count", workload.scheduledBuilds());
    shape.put("running_builds_count", workload.runningBuilds());
    shape.put("scheduled_jobs_count", workload.scheduledJobs());
    shape.put("running_jobs_count", workload.runningJobs());
    shape.put("waiting_jobs_count", workload.waitingJobs());
  }
}
