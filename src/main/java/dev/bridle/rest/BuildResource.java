package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.BuildCreation;
import dev.bridle.build.Cancellation;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.pipeline.JobReferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Single builds: made, shown, canceled. */
public final class BuildResource {
  private final FoundBuilds found;
  private final BuildCreation creation;
  private final Cancellation cancellation;
  private final BuildViews views;

  public BuildResource(
      FoundBuilds found, BuildCreation creation, Cancellation cancellation, BuildViews views) {
    this.found = found;
    this.creation = creation;
    this.cancellation = cancellation;
    this.views = views;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/pipelines/{pipeline}/builds";
    String one = all + "/{number}";
    return List.of(
        Route.post(all, guard.member(Scope.WRITE_BUILDS, this::create)),
        Route.get(one, guard.member(Scope.READ_BUILDS, this::show)),
        Route.put(one + "/cancel", guard.member(Scope.WRITE_BUILDS, this::cancel)),
        Route.get(one + "/jobs/{job}/env", guard.member(Scope.READ_JOB_ENV, this::env)));
  }

  private Reply create(Principal.ApiToken who, Request request) {
    var pipeline = found.pipeline(who, request);
    var build = creation.create(pipeline, WantedBuild.of(who, request.json()));
    return Reply.json(
        201,
        views.single(
            new JobShapes.Place(who.organizationSlug(), pipeline, build), LeftOut.NOTHING));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(views.single(found.build(who, request), LeftOut.of(request)));
  }

  private Reply cancel(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    String by = who.name().isBlank() ? who.email() : who.name();
    if (!cancellation.cancel(place.build().id(), "Canceled by " + by)) {
      throw HttpError.unprocessable(
          "This build is " + place.build().state().word() + " and can't be canceled.");
    }
    return Reply.ok(views.single(found.build(who, request), LeftOut.NOTHING));
  }

  private Reply env(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var env = new LinkedHashMap<String, String>();
    found
        .job(place, request)
        .knownEnv(place.build())
        .forEach((name, value) -> env.put(name, JobReferences.shown(value)));
    return Reply.ok(Map.of("env", env));
  }
}
