package dev.bridle.rest;

import dev.bridle.build.Pipeline;
import dev.bridle.build.Workload;
import dev.bridle.organization.Person;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How pipelines look in REST v2: every key is there, what is unset is null. */
public final class PipelineShapes {
  private final Shapes shapes;

  public PipelineShapes(Shapes shapes) {
    this.shapes = shapes;
  }

  String origin() {
    return shapes.origin();
  }

  String url(String organization, Pipeline pipeline) {
    return shapes.url(organization, "/pipelines/" + pipeline.slug());
  }

  /** A pipeline with its steps. */
  Map<String, Object> whole(
      String organization, Pipeline pipeline, Workload workload, Optional<Person> creator) {
    var written = StepShapes.written(pipeline.configuration());
    var shape = shape(organization, pipeline, workload, written.env());
    shape.put("created_by", creator.map(Shapes::person).orElse(null));
    shape.put("configuration", pipeline.configuration());
    shape.put("steps", written.flat().stream().map(StepShapes::step).toList());
    return shape;
  }

  /** A pipeline as builds show theirs. */
  Map<String, Object> embedded(String organization, Pipeline pipeline, Workload workload) {
    var written = StepShapes.written(pipeline.configuration());
    return shape(organization, pipeline, workload, written.env());
  }

  private Map<String, Object> shape(
      String organization, Pipeline pipeline, Workload workload, Map<String, String> env) {
    String url = url(organization, pipeline);
    var shape = Shapes.object("Pipeline", pipeline.id());
    shape.put("url", url);
    shape.put("web_url", shapes.origin() + "/" + organization + "/" + pipeline.slug());
    shape.put("name", pipeline.name());
    shape.put("description", pipeline.description());
    shape.put("slug", pipeline.slug());
    shape.put("repository", pipeline.repository());
    shape.put("cluster_id", pipeline.clusterId());
    shape.put("cluster_url", shapes.url(organization, "/clusters/" + pipeline.clusterId()));
    shape.put("pipeline_template_uuid", null);
    shape.put("branch_configuration", null);
    shape.put("default_branch", pipeline.defaultBranch());
    shape.put("skip_queued_branch_builds", false);
    shape.put("skip_queued_branch_builds_filter", null);
    shape.put("cancel_running_branch_builds", false);
    shape.put("cancel_running_branch_builds_filter", null);
    shape.put("allow_rebuilds", true);
    shape.put("provider", provider(pipeline));
    shape.put("builds_url", url + "/builds");
    shape.put("badge_url", null);
    shape.put("created_by", null);
    shape.put("created_at", Times.iso(pipeline.createdAt()));
    var archivedAt = pipeline.archivedAt();
    shape.put("archived_at", archivedAt == null ? null : Times.iso(archivedAt));
    shape.put("env", env);
    counts(shape, workload);
    shape.put("visibility", "private");
    shape.put("tags", null);
    shape.put("default_command_step_timeout", null);
    shape.put("maximum_command_step_timeout", null);
    return shape;
  }

  private static void counts(Map<String, Object> shape, Workload workload) {
    shape.put("scheduled_builds_count", workload.scheduledBuilds());
    shape.put("running_builds_count", workload.runningBuilds());
    shape.put("scheduled_jobs_count", workload.scheduledJobs());
    shape.put("running_jobs_count", workload.runningJobs());
    shape.put("waiting_jobs_count", workload.waitingJobs());
  }

  private static Map<String, Object> provider(Pipeline pipeline) {
    var provider = new LinkedHashMap<String, Object>();
    provider.put("id", pipeline.provider());
    provider.put("settings", Map.of());
    provider.put("webhook_url", "");
    return provider;
  }
}
