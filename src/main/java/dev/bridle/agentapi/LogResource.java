package dev.bridle.agentapi;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.Appended;
import dev.bridle.logs.JobLogs;
import java.util.List;
import java.util.Map;

/** What a job writes, in compressed chunks that may come in any order. */
public final class LogResource {
  private final JobLogs logs;

  public LogResource(JobLogs logs) {
    this.logs = logs;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post("/v3/jobs/{job}/chunks", guard.job(this::append)),
        Route.post("/v3/jobs/{job}/header_times", guard.job((who, request) -> Reply.empty(204))));
  }

  private Reply append(Principal.Job who, Request request) {
    long sequence = number(request, "sequence");
    long offset = number(request, "offset");
    return switch (logs.append(who.jobId(), sequence, offset, request.body())) {
      case Appended.Kept _ -> Reply.json(201, Map.of());
      case Appended.Refused(var why) -> throw HttpError.unprocessable(why);
    };
  }

  private static long number(Request request, String name) {
    String text = request.query(name).orElse("");
    if (!text.matches("\\d{1,18}")) {
      throw HttpError.unprocessable("The query must say " + name + " as a whole number.");
    }
    return Long.parseLong(text);
  }
}
