package dev.bridle.web.build;

import dev.bridle.build.BuildCreation;
import dev.bridle.build.Cancellation;
import dev.bridle.build.JobState;
import dev.bridle.build.NewBuild;
import dev.bridle.build.RetriedJobs;
import dev.bridle.build.Retries;
import dev.bridle.build.RetryAnswer;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Pages;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** What the buttons on a build's pages do. */
final class BuildActions {
  private static final List<JobState> FAILED = List.of(JobState.FINISHED, JobState.CANCELED);

  private final Site site;
  private final Found found;
  private final BuildCreation creation;
  private final Retries retries;
  private final Cancellation cancellation;

  BuildActions(
      Site site, Found found, BuildCreation creation, Retries retries, Cancellation cancellation) {
    this.site = site;
    this.found = found;
    this.creation = creation;
    this.retries = retries;
    this.cancellation = cancellation;
  }

  List<Route> routes() {
    String build = "/{organization}/{pipeline}/builds/{number}";
    return List.of(
        Route.form(build + "/rebuild", site.door().member(this::rebuild)),
        Route.form(build + "/retry-failed", site.door().member(this::retryFailed)),
        Route.form(build + "/cancel", site.door().member(this::cancel)),
        Route.form(build + "/jobs/{job}/retry", site.door().member(this::retry)));
  }

  private Reply rebuild(Visitor who, Request request) {
    var place = found.build(who, request);
    try {
      var again =
          creation.create(place.pipeline(), NewBuild.again(place.build(), who.person().personId()));
      return Pages.seeOther(place.address().pipeline().build(again.number()).summary());
    } catch (InvalidField archived) {
      throw refused(archived.sentence());
    }
  }

  private Reply retryFailed(Visitor who, Request request) {
    var place = found.build(who, request);
    return switch (retries.retryAll(place.build().id(), FAILED, who.person().personId())) {
      case RetriedJobs.Retried(var jobs, int left) when jobs.isEmpty() && left > 0 ->
          throw refused("None of the failed jobs can be retried by hand");
      case RetriedJobs.Retried _ -> Pages.seeOther(place.address().summary());
      case RetriedJobs.Refused(var why) -> throw refused(why);
    };
  }

  private Reply retry(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    return switch (retries.retry(place.build().id(), job.id(), who.person().personId())) {
      case RetryAnswer.Retried(var id) -> Pages.seeOther(place.address().job(id));
      case RetryAnswer.NothingToRetry() ->
          throw refused("Only jobs that failed or were canceled can be retried");
      case RetryAnswer.Refused(var why) -> throw refused(why);
    };
  }

  /** Whoever comes too late finds the build as it ended, which is what they wanted. */
  private Reply cancel(Visitor who, Request request) {
    var place = found.build(who, request);
    cancellation.cancel(place.build().id(), "Canceled by " + who.person().name());
    return Pages.seeOther(place.address().summary());
  }

  private static HttpError refused(String why) {
    return HttpError.unprocessable(why.endsWith(".") ? why : why + ".");
  }
}
