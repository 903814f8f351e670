package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Pass;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.LiveBuilds;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A build as it goes on, as a stream of events. */
public final class BuildEventsResource {
  private static final int MOST_LOGS = 10;

  private final FoundBuilds found;
  private final LiveBuilds live;

  public BuildEventsResource(FoundBuilds found, LiveBuilds live) {
    this.found = found;
    this.live = live;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(
            "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}/events",
            guard.member(Scope.READ_BUILDS, this::follow)));
  }

  private Reply follow(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var logs = logs(place, request);
    return live.follow(Pass.of(who), place.build().id(), logs, seen(request))
        .map(following -> Reply.events(new BuildEvents(following)))
        .orElseThrow(() ->
            new HttpError(429, "You follow too many builds at once; end some and try again."));
  }

  private Set<String> logs(JobShapes.Place place, Request request) {
    var asked = new HashSet<>(request.query().all("log"));
    if (asked.size() > MOST_LOGS) {
      throw HttpError.badRequest("At most " + MOST_LOGS + " logs can be followed at once.");
    }
    asked.forEach(job -> found.job(place, job));
    return asked;
  }

  /** What the reader has seen: a browser that comes again says it in a header. */
  private static long seen(Request request) {
    var said = request.header("Last-Event-ID").or(() -> request.query("after"));
    if (said.isEmpty() || said.get().isEmpty()) {
      return -1;
    }
    if (!said.get().matches("\\d{1,18}")) {
      throw HttpError.badRequest("Last-Event-ID is not one that this server gave.");
    }
    return Long.parseLong(said.get());
  }
}
