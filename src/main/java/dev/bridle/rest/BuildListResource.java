package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.BuildState;
import dev.bridle.build.Builds;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists of builds, newest first: of one pipeline, or of all. */
public final class BuildListResource {
  private final FoundBuilds found;
  private final Builds builds;
  private final BuildViews views;
  private final Shapes shapes;

  public BuildListResource(FoundBuilds found, Builds builds, BuildViews views, Shapes shapes) {
    this.found = found;
    this.builds = builds;
    this.views = views;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String organization = "/v2/organizations/{organization}";
    return List.of(
        Route.get(
            organization + "/builds",
            guard.member(Scope.READ_BUILDS, (who, request) -> list(who, request, null))),
        Route.get(
            organization + "/pipelines/{pipeline}/builds",
            guard.member(
                Scope.READ_BUILDS,
                (who, request) -> list(who, request, found.pipeline(who, request).id()))));
  }

  private Reply list(Principal.ApiToken who, Request request, @Nullable String pipelineId) {
    var filter = filter(who, request, pipelineId);
    var page = Page.of(request);
    var listed = builds.list(filter, page.offset(), page.size());
    var shown = views.list(who.organizationSlug(), listed, LeftOut.of(request));
    return page.reply(shown, builds.count(filter), shapes.origin(), request);
  }

  static Builds.Filter filter(
      Principal.ApiToken who, Request request, @Nullable String pipelineId) {
    return new Builds.Filter(
        who.organizationId(),
        pipelineId,
        states(request),
        request.query().all("branch"),
        request.query().all("commit"),
        request.query().all("creator"));
  }

  private static List<BuildState> states(Request request) {
    return request.query().all("state").stream().flatMap(BuildListResource::states).toList();
  }

  private static Stream<BuildState> states(String word) {
    if (word.equals("finished")) {
      return Arrays.stream(BuildState.values()).filter(BuildState::over);
    }
    return Stream.of(
        Arrays.stream(BuildState.values())
            .filter(state -> state.word().equals(word))
            .findFirst()
            .orElseThrow(() -> HttpError.badRequest("There is no build state `" + word + "`.")));
  }
}
