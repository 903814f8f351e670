package dev.bridle.agentapi;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.build.UploadAnswer;
import dev.bridle.build.Uploads;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Steps that a job adds to its build; they are in it when we answer. */
public final class UploadResource {
  private static final int LONGEST_UUID = 36;

  private final Uploads uploads;

  public UploadResource(Uploads uploads) {
    this.uploads = uploads;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post("/v3/jobs/{job}/pipelines", guard.job(this::upload)),
        Route.get("/v3/jobs/{job}/pipelines/{uuid}", guard.job(this::status)));
  }

  private Reply upload(Principal.Job who, Request request) {
    JsonNode body = request.json();
    String uuid = Said.text(body, "uuid");
    if (uuid.isEmpty() || uuid.length() > LONGEST_UUID) {
      throw HttpError.unprocessable("An upload needs a uuid.");
    }
    var upload =
        new Uploads.Upload(who.jobId(), uuid, body.path("pipeline"), Said.isTrue(body, "replace"));
    return switch (uploads.apply(upload)) {
      case UploadAnswer.Applied _ -> Reply.ok(Pairs.of("uuid", uuid, "state", "applied"));
      case UploadAnswer.Rejected(var why) -> throw HttpError.unprocessable(why);
    };
  }

  private Reply status(Principal.Job who, Request request) {
    String uuid = request.parameter("uuid");
    if (!uploads.applied(who.jobId(), uuid)) {
      throw new HttpError(404, "There is no such upload of this job.");
    }
    return Reply.ok(Pairs.of("uuid", uuid, "state", "applied", "message", ""));
  }
}
