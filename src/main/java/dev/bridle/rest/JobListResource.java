package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import java.util.function.Predicate;

/** The jobs of a build, in its order; with the earlier attempts at their steps. */
public final class JobListResource {
  private final FoundBuilds found;
  private final Builds builds;
  private final BuildViews views;
  private final Shapes shapes;

  public JobListResource(FoundBuilds found, Builds builds, BuildViews views, Shapes shapes) {
    this.found = found;
    this.builds = builds;
    this.views = views;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String jobs = "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}/jobs";
    return List.of(
        Route.get(jobs, guard.member(Scope.READ_BUILDS, this::list)),
        Route.get(jobs + "/{job}", guard.member(Scope.READ_BUILDS, this::show)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    return Reply.ok(views.job(place, found.job(place, request)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var cursor = Cursor.of(request);
    var all = builds.jobs(place.build()).stream().filter(wanted(request)).toList();
    var part = part(all, cursor);
    return cursor.reply(
        views.jobs(place, part),
        shape -> String.valueOf(shape.get("id")),
        shape -> shape,
        shapes.origin(),
        request);
  }

  private static Predicate<Job> wanted(Request request) {
    var states = request.query().all("state");
    var keys = request.query().all("step_key");
    var groups = request.query().all("group_key");
    boolean newest = request.query("include_retried_jobs").filter("false"::equals).isPresent();
    return job ->
        (states.isEmpty() || states.contains(job.shownState()))
            && (keys.isEmpty() || keys.contains(String.valueOf(job.stepKey())))
            && (groups.isEmpty() || groups.contains(String.valueOf(job.groupKey())))
            && !(newest && job.retriedIn() != null);
  }

  /** One more than the cursor's size, on the side that it reads to. */
  private static List<Job> part(List<Job> all, Cursor cursor) {
    int most = cursor.size() + 1;
    if (cursor.before() != null) {
      int end = place(all, cursor.before());
      return all.subList(Math.max(0, end - most), end);
    }
    int from = cursor.after() == null ? 0 : place(all, cursor.after()) + 1;
    return all.subList(from, Math.min(all.size(), from + most));
  }

  private static int place(List<Job> all, String id) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(id)) {
        return i;
      }
    }
    throw HttpError.badRequest("The cursor is not one that this server gave.");
  }
}
