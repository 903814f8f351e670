package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.NewPipeline;
import dev.bridle.build.Pipeline;
import dev.bridle.build.PipelineChange;
import dev.bridle.build.Pipelines;
import dev.bridle.build.Workload;
import dev.bridle.build.Workloads;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Members;
import dev.bridle.pipeline.InvalidPipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipelines: made, listed, shown, changed, checked. */
public final class PipelineResource {
  private static final String BRANCH = "main";

  private final Pipelines pipelines;
  private final Workloads workloads;
  private final Clusters clusters;
  private final Members members;
  private final PipelineShapes shapes;

  public PipelineResource(
      Pipelines pipelines,
      Workloads workloads,
      Clusters clusters,
      Members members,
      PipelineShapes shapes) {
    this.pipelines = pipelines;
    this.workloads = workloads;
    this.clusters = clusters;
    this.members = members;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/pipelines";
    return List.of(
        Route.get(all, guard.member(Scope.READ_PIPELINES, this::list)),
        Route.post(all, guard.member(Scope.WRITE_PIPELINES, this::create)),
        Route.get(all + "/{pipeline}", guard.member(Scope.READ_PIPELINES, this::show)),
        Route.patch(all + "/{pipeline}", guard.member(Scope.WRITE_PIPELINES, this::change)),
        Route.post(all + "/{pipeline}/archive", guard.member(Scope.WRITE_PIPELINES, this::archive)),
        Route.post(
            all + "/{pipeline}/unarchive", guard.member(Scope.WRITE_PIPELINES, this::unarchive)),
        Route.post(all + "/{pipeline}/checks", guard.member(Scope.READ_PIPELINES, this::check)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var page = Page.of(request);
    var listed = pipelines.list(who.organizationId(), page.offset(), page.size());
    var counted = workloads.of(listed.stream().map(Pipeline::id).toList());
    var shown =
        listed.stream()
            .map(p -> shape(who, p, counted.getOrDefault(p.id(), Workload.NONE)))
            .toList();
    return page.reply(shown, pipelines.count(who.organizationId()), shapes.origin(), request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    var pipeline = pipeline(who, request);
    return Reply.ok(shape(who, pipeline, workloads.of(pipeline.id())));
  }

  private Pipeline pipeline(Principal.ApiToken who, Request request) {
    return pipelines
        .find(who.organizationId(), request.parameter("pipeline"))
        .orElseThrow(HttpError::notFound);
  }

  private Reply change(Principal.ApiToken who, Request request) {
    var fields = Fields.of(request);
    if (!request.json().path("steps").isMissingNode()) {
      throw new InvalidField("steps", "are changed by the configuration");
    }
    var change =
        new PipelineChange(
            fields.find("name"),
            fields.find("description"),
            fields.find("repository"),
            fields.find("default_branch"),
            fields.find("configuration"));
    var changed = pipelines.change(pipeline(who, request), change, Actors.of(who, request));
    return Reply.ok(shape(who, changed, workloads.of(changed.id())));
  }

  private Reply archive(Principal.ApiToken who, Request request) {
    var now = pipelines.archive(pipeline(who, request), Actors.of(who, request));
    return Reply.ok(shape(who, now, workloads.of(now.id())));
  }

  private Reply unarchive(Principal.ApiToken who, Request request) {
    var now = pipelines.unarchive(pipeline(who, request), Actors.of(who, request));
    return Reply.ok(shape(who, now, workloads.of(now.id())));
  }

  /** Whether a configuration could be the pipeline's; nothing is changed. */
  private Reply check(Principal.ApiToken who, Request request) {
    var pipeline = pipeline(who, request);
    String configuration = Fields.of(request).required("configuration");
    var shape = new LinkedHashMap<String, Object>();
    try {
      Pipelines.check(pipeline, configuration);
      shape.put("valid", true);
      shape.put("errors", List.of());
    } catch (InvalidPipeline e) {
      shape.put("valid", false);
      shape.put("errors", List.of(error(e)));
    }
    return Reply.ok(shape);
  }

  private static Map<String, @Nullable Object> error(InvalidPipeline e) {
    var error = new LinkedHashMap<String, @Nullable Object>();
    error.put("line", e.line());
    error.put("field", e.path().isEmpty() ? null : e.path());
    error.put("message", e.problem());
    return error;
  }

  private Reply create(Principal.ApiToken who, Request request) {
    var fields = Fields.of(request);
    var wanted =
        new NewPipeline(
            who.organizationId(),
            cluster(who, fields),
            fields.required("name"),
            fields.find("slug").orElse(null),
            fields.find("description").orElse(null),
            fields.text("repository", ""),
            fields.text("default_branch", BRANCH),
            fields.text("configuration", NewPipeline.UPLOAD),
            who.personId());
    var made = pipelines.create(wanted, Actors.of(who, request));
    return Reply.json(201, shape(who, made, Workload.NONE));
  }

  /** An organization with a single cluster needs not say which. */
  private String cluster(Principal.ApiToken who, Fields fields) {
    var said = fields.find("cluster_id");
    var all = clusters.list(who.organizationId());
    if (said.isEmpty() && all.size() == 1) {
      return all.getFirst().id();
    }
    return said.flatMap(id -> clusters.find(who.organizationId(), id))
        .orElseThrow(() -> new InvalidField("cluster_id", "must be the id of a cluster"))
        .id();
  }

  private Map<String, Object> shape(Principal.ApiToken who, Pipeline pipeline, Workload workload) {
    var creator = members.find(who.organizationId(), pipeline.createdBy());
    return shapes.whole(who.organizationSlug(), pipeline, workload, creator);
  }
}
