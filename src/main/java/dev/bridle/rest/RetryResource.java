package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.build.BuildCreation;
import dev.bridle.build.JobState;
import dev.bridle.build.NewBuild;
import dev.bridle.build.RetriedJobs;
import dev.bridle.build.Retries;
import dev.bridle.build.RetryAnswer;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Once more: single jobs, all that failed in a build, whole builds. */
public final class RetryResource {
  /** What clients may name; some of it no job can be yet. */
  private static final Map<String, Optional<JobState>> STATES = states();

  private final FoundBuilds found;
  private final Retries retries;
  private final BuildCreation creation;
  private final BuildViews views;

  public RetryResource(
      FoundBuilds found, Retries retries, BuildCreation creation, BuildViews views) {
    this.found = found;
    this.retries = retries;
    this.creation = creation;
    this.views = views;
  }

  private static Map<String, Optional<JobState>> states() {
    var states = new LinkedHashMap<String, Optional<JobState>>();
    states.put("canceled", Optional.of(JobState.CANCELED));
    states.put("expired", Optional.empty());
    states.put("failed", Optional.of(JobState.FINISHED));
    states.put("soft_failed", Optional.empty());
    states.put("timed_out", Optional.empty());
    return states;
  }

  public List<Route> routes(Guard guard) {
    String build = "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}";
    return List.of(
        Route.put(build + "/rebuild", guard.member(Scope.WRITE_BUILDS, this::rebuild)),
        Route.put(
            build + "/retry_failed_jobs", guard.member(Scope.WRITE_BUILDS, this::retryFailed)),
        Route.put(build + "/jobs/{job}/retry", guard.member(Scope.WRITE_BUILDS, this::retry)));
  }

  private Reply rebuild(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var again = creation.create(place.pipeline(), NewBuild.again(place.build(), who.personId()));
    return Reply.ok(
        views.single(
            new JobShapes.Place(place.organization(), place.pipeline(), again), LeftOut.NOTHING));
  }

  private Reply retry(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    return switch (retries.retry(place.build().id(), job.id(), who.personId())) {
      case RetryAnswer.Retried(var id) -> Reply.ok(views.job(place, found.job(place, id)));
      case RetryAnswer.NothingToRetry() ->
          throw HttpError.badRequest("Only failed, timed out or canceled jobs can be retried");
      case RetryAnswer.Refused(var why) -> throw HttpError.unprocessable(why);
    };
  }

  private Reply retryFailed(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    return switch (retries.retryAll(place.build().id(), wanted(request), who.personId())) {
      case RetriedJobs.Retried(var jobs, _) -> {
        var shape = views.single(found.build(who, request), LeftOut.NOTHING);
        shape.put("retried_jobs_count", jobs.size());
        yield Reply.json(202, shape);
      }
      case RetriedJobs.Refused(var why) -> throw HttpError.unprocessable(why);
    };
  }

  /** A list with commas in between; without one all of them. */
  private static List<JobState> wanted(Request request) {
    String said = Fields.of(request).text("states", "");
    var words = said.isBlank() ? List.copyOf(STATES.keySet()) : split(said);
    var unknown = words.stream().filter(word -> !STATES.containsKey(word)).toList();
    if (!unknown.isEmpty()) {
      throw HttpError.badRequest(
          "Invalid states: "
              + String.join(", ", unknown)
              + ". Valid states are "
              + String.join(", ", STATES.keySet()));
    }
    return words.stream()
        .flatMap(word -> STATES.getOrDefault(word, Optional.empty()).stream())
        .toList();
  }

  private static List<String> split(String words) {
    return Stream.of(words.split(",", -1)).map(String::strip).toList();
  }
}
