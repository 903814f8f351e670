package dev.bridle.web.build;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.JobLogs;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

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

  private Reply piece(Visitor who, Request request) throws IOException {
    var place = found.build(who, request);
    var job = found.job(place, request);
    long before = LogPlace.number(request, "before");
    long from = Math.max(1, LogPlace.number(request, "from"));
    var part =
        before > 0
            ? views.before(place, job, before)
            : views.from(place, job, from, JobLogViews.PIECE);
    var reply = site.pages().part("build/logpart.jte", part);
    return request.header("Accept-Encoding").orElse("").contains("gzip") ? packed(reply) : reply;
  }

  /** Only where nothing secret stands beside what others wrote: lengths tell of what is packed. */
  private static Reply packed(Reply reply) throws IOException {
    var packed = new ByteArrayOutputStream(reply.body().length / 4);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(reply.body());
    }
    return new Reply(reply.status(), reply.headers(), packed.toByteArray(), null)
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding");
  }

  private Reply raw(Visitor who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    String name = place.pipeline().slug() + "-" + place.build().number() + "-" + job.id() + ".log";
    var log = logs.read(job.id(), job.chunksFailed());
    return Reply.file(name, "text/plain; charset=utf-8", out -> log.bytes().transferTo(out));
  }
}
