package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.JobLog;
import dev.bridle.logs.JobLogs;
import java.util.List;

/**
 * The logs of jobs: as JSON, as the bytes that the agent sent, as HTML; sent while they are read,
 * for a few whole logs would fill the memory.
 */
public final class JobLogResource {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  private final FoundBuilds found;
  private final JobLogs logs;
  private final JobShapes shapes;

  public JobLogResource(FoundBuilds found, JobLogs logs, JobShapes shapes) {
    this.found = found;
    this.logs = logs;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String log =
        "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}/jobs/{job}/log";
    return List.of(
        Route.get(log, guard.member(Scope.READ_BUILD_LOGS, this::asAccepted)),
        Route.get(log + ".txt", guard.member(Scope.READ_BUILD_LOGS, this::plain)),
        Route.get(log + ".html", guard.member(Scope.READ_BUILD_LOGS, this::html)));
  }

  private Reply asAccepted(Principal.ApiToken who, Request request) {
    String accept = request.header("Accept").orElse("");
    if (accept.contains("text/plain")) {
      return plain(who, request);
    }
    return accept.contains("text/html") ? html(who, request) : json(who, request);
  }

  private Reply json(Principal.ApiToken who, Request request) {
    var place = found.build(who, request);
    var job = found.job(place, request);
    String url = shapes.url(place, job) + "/log";
    var log = logs.read(job.id(), job.chunksFailed());
    return Reply.written(JSON, out -> LogJson.write(url, log, out));
  }

  private Reply plain(Principal.ApiToken who, Request request) {
    var log = log(who, request);
    return Reply.written(PLAIN, out -> log.bytes().transferTo(out));
  }

  private Reply html(Principal.ApiToken who, Request request) {
    return Reply.written(HTML, log(who, request)::html);
  }

  private JobLog log(Principal.ApiToken who, Request request) {
    var job = found.job(found.build(who, request), request);
    return logs.read(job.id(), job.chunksFailed());
  }
}
