package dev.bridle.web.build;

import dev.bridle.build.JobType;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** A job with its log. */
public final class JobPage {
  /** What the page shows. */
  public record View(List<Crumb> crumbs, BuildHead head, JobHead job, LogView log, SideList side) {}

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;
  private final JobHeads jobHeads;
  private final JobLogViews logs;

  JobPage(Site site, Found found, Heads heads, Steps steps, JobHeads jobHeads, JobLogViews logs) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
    this.jobHeads = jobHeads;
    this.logs = logs;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/{organization}/{pipeline}/builds/{number}/jobs/{job}",
            site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    if (job.type() != JobType.SCRIPT) {
      throw HttpError.notFound();
    }
    var head = heads.of(who, place);
    var all = steps.of(place, head.now());
    var shown = jobHeads.of(who, place, job, all.overview(), head.now());
    var side = SideList.of(request, all, shown.row(), place.address());
    var log = logs.view(place, job, LogPlace.of(request));
    return site.pages()
        .page(
            who,
            Frame.Head.of(
                    shown.row().label() + " · " + head.title() + " · " + place.pipeline().name(),
                    Place.PIPELINES)
                .with("build.js", "waiting.js", "log.js", "keys.js"),
            "build/job.jte",
            new View(Crumb.to(who, place), head, shown, log, side));
  }
}
