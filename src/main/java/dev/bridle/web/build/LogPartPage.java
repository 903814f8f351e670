package dev.bridle.web.build;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.JobLogs;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** Pieces of a job's log for a page that is open, and the log as its agent sent it. */
public final class LogPartPage {
  private final Site site;
  private final Found found;
  private final JobLogViews views;
  private final JobLogs logs;

  LogPartPage(Site site, Found found, JobLogViews views, JobLogs logs) {
    this.site = site;
    this.found = found;
    this.views = views;
    this.logs = logs;
  }

  List<Route> routes() {
    String job = "/{organization}/{pipeline}/builds/{number}/jobs/{job}";
    return List.of(
        Route.get(job + "/log", site.door().member(this::piece)),
        Route.get(job + "/log.txt", site.door().member(this::raw)));
  }

  private Reply piece(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    long before = LogPlace.number(request, "before");
    long from = Math.max(1, LogPlace.number(request, "from"));
    var part =
        before > 0
            ? views.before(place, job, before)
            : views.from(place, job, from, JobLogViews.PIECE);
    return site.pages().part("build/logpart.jte", part);
  }

  private Reply raw(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    String name =
        place.pipeline().slug() + "-" + place.build().number() + "-" + job.id() + ".log";
    return Reply.bytes(
            200, "text/plain; charset=utf-8", logs.read(job.id(), job.chunksFailed()).bytes())
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "no-store");
  }
}
