package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.BuildLine;
import dev.bridle.build.BuildLines;
import dev.bridle.build.BuildOverviews;
import dev.bridle.build.PipelineOverview;
import dev.bridle.build.PipelineOverviews;
import dev.bridle.build.Workload;
import dev.bridle.build.Workloads;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages look over: pipelines with their last builds, builds, one build with its jobs. */
public final class OverviewResource {
  private static final int USUAL = 30;
  private static final int MOST = 100;

  private final FoundBuilds found;
  private final BuildOverviews overviews;
  private final BuildLines builds;
  private final PipelineOverviews pipelines;
  private final Workloads workloads;
  private final Shapes shapes;

  public OverviewResource(
      FoundBuilds found,
      BuildOverviews overviews,
      BuildLines builds,
      PipelineOverviews pipelines,
      Workloads workloads,
      Shapes shapes) {
    this.found = found;
    this.overviews = overviews;
    this.builds = builds;
    this.pipelines = pipelines;
    this.workloads = workloads;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String organization = "/v2/organizations/{organization}";
    return List.of(
        Route.get(
            organization + "/overview/pipelines",
            guard.member(Scope.READ_PIPELINES, this::pipelines)),
        Route.get(organization + "/overview/builds", guard.member(Scope.READ_BUILDS, this::builds)),
        Route.get(
            organization + "/pipelines/{pipeline}/builds/{number}/overview",
            guard.member(Scope.READ_BUILDS, this::build)));
  }

  private Reply build(Principal.ApiToken who, Request request) {
    var pipeline = found.pipeline(who, request);
    return overviews
        .find(pipeline.id(), FoundBuilds.number(request))
        .map(overview -> Reply.ok(OverviewShapes.build(overview)))
        .orElseThrow(HttpError::notFound);
  }

  private Reply builds(Principal.ApiToken who, Request request) {
    var cursor = Cursor.of(request);
    String pipelineId =
        request
            .query("pipeline")
            .map(slug ->
                found
                    .pipelines()
                    .find(who.organizationId(), slug)
                    .orElseThrow(HttpError::notFound)
                    .id())
            .orElse(null);
    var filter = BuildListResource.filter(who, request, pipelineId);
    var listed = builds.list(filter, cursor.after(), cursor.before(), cursor.size() + 1);
    return cursor.reply(listed, BuildLine::id, OverviewShapes::line, shapes.origin(), request);
  }

  private Reply pipelines(Principal.ApiToken who, Request request) {
    int size = Page.number(request.query(), "per_page", USUAL, MOST);
    var listed =
        pipelines.list(
            who.organizationId(),
            request.query("archived").filter("true"::equals).isPresent(),
            request.query("name").filter(text -> !text.isEmpty()).orElse(null),
            request.query("after").orElse(null),
            size + 1);
    boolean more = listed.size() > size;
    var shown = more ? listed.subList(0, size) : listed;
    var shape = new LinkedHashMap<String, @Nullable Object>();
    var counted = workloads.of(shown.stream().map(PipelineOverview::id).toList());
    shape.put(
        "items",
        shown.stream()
            .map(one -> OverviewShapes.pipeline(one, counted.getOrDefault(one.id(), Workload.NONE)))
            .toList());
    shape.put("after", more ? shown.getLast().slug() : null);
    return Reply.ok(shape);
  }
}
