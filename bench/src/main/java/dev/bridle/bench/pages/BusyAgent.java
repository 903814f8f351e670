package dev.bridle.bench.pages;

import dev.bridle.bench.target.Rest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** An agent that takes job after job and is quickly done with each. */
final class BusyAgent {
  private final HttpClient http;
  private final String url;
  private final Rest session;
  private String job = "";
  private String jobToken = "";

  private BusyAgent(HttpClient http, String url, Rest session) {
    this.http = http;
    this.url = url;
    this.session = session;
  }

  static BusyAgent register(HttpClient http, String url, String agentToken)
      throws IOException, InterruptedException {
    var registered =
        new Rest(http, url, "Token " + agentToken)
            .post(
                "/v3/register", Map.of("name", "busy", "hostname", "busy", "meta_data", List.of()));
    var session = new Rest(http, url, "Token " + registered.path("access_token").asString());
    session.post("/v3/connect", Map.of());
    return new BusyAgent(http, url, session);
  }

  /** Starts the next job, or finishes the one that it has. */
  void goOn() throws IOException, InterruptedException {
    if (job.isEmpty()) {
      start();
    } else {
      asJob().put("/v3/jobs/" + job + "/finish", Map.of("exit_status", "0"));
      job = "";
    }
  }

  private void start() throws IOException, InterruptedException {
    job = session.get("/v3/ping").path("job").path("id").asString("");
    if (job.isEmpty()) {
      throw new IllegalStateException("no job was offered to the agent");
    }
    jobToken = session.put("/v3/jobs/" + job + "/accept", Map.of()).path("token").asString();
    asJob().put("/v3/jobs/" + job + "/start", Map.of("started_at", "2026-11-24T12:00:00Z"));
  }

  private Rest asJob() {
    return new Rest(http, url, "Token " + jobToken);
  }
}
