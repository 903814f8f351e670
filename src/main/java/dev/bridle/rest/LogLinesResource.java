package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.LogLines;
import java.util.List;

/** The logs of jobs by lines: a passage, the groups, and a search. */
public final class LogLinesResource {
  private static final int USUAL_LINES = 500;
  private static final int USUAL_FINDS = 100;
  private static final int MOST_FINDS = 1000;
  private static final int LONGEST_SEARCH = 200;

  private final FoundBuilds found;
  private final LogLines logs;

  public LogLinesResource(FoundBuilds found, LogLines logs) {
    this.found = found;
    this.logs = logs;
  }

  public List<Route> routes(Guard guard) {
    String log =
        "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}/jobs/{job}/log";
    return List.of(
        Route.get(log + "/lines", guard.member(Scope.READ_BUILD_LOGS, this::lines)),
        Route.get(log + "/groups", guard.member(Scope.READ_BUILD_LOGS, this::groups)),
        Route.get(log + "/search", guard.member(Scope.READ_BUILD_LOGS, this::search)));
  }

  private LogLines.Log log(Principal.ApiToken who, Request request) {
    var job = found.job(found.build(who, request), request);
    return new LogLines.Log(job.id(), job.state().over(), job.finishedAt());
  }

  private Reply lines(Principal.ApiToken who, Request request) {
    var log = log(who, request);
    if (request.query("last").isPresent()) {
      if (request.query("from").isPresent() || request.query("count").isPresent()) {
        throw HttpError.badRequest("Give either `last`, or `from` and `count`.");
      }
      int last = Page.number(request.query(), "last", USUAL_LINES, LogLines.MOST_LINES);
      return Reply.ok(LogShapes.passage(logs.last(log, last)));
    }
    int count = Page.number(request.query(), "count", USUAL_LINES, LogLines.MOST_LINES);
    return Reply.ok(LogShapes.passage(logs.passage(log, from(request), count)));
  }

  private Reply groups(Principal.ApiToken who, Request request) {
    return Reply.ok(LogShapes.outline(logs.outline(log(who, request))));
  }

  private Reply search(Principal.ApiToken who, Request request) {
    var log = log(who, request);
    String text = request.query("q").orElse("");
    if (text.isBlank() || text.length() > LONGEST_SEARCH) {
      throw HttpError.badRequest("`q` must be 1 to " + LONGEST_SEARCH + " characters long.");
    }
    int most = Page.number(request.query(), "count", USUAL_FINDS, MOST_FINDS);
    return Reply.ok(LogShapes.finds(logs.search(log, text, from(request), most)));
  }

  private static long from(Request request) {
    return Page.number(request.query(), "from", 1, Integer.MAX_VALUE);
  }
}
