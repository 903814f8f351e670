package dev.bridle.bench.target;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** A connected agent of ours: does what an agent does, and runs nothing. */
public record BenchAgent(Rest session) {
  public static BenchAgent register(HttpClient http, String url, String agentToken, String name)
      throws IOException, InterruptedException {
    var registered =
        new Rest(http, url, "Token " + agentToken)
            .post("/v3/register", Map.of("name", name, "hostname", name, "meta_data", List.of()));
    var session = new Rest(http, url, "Token " + registered.path("access_token").asString());
    session.post("/v3/connect", Map.of());
    return new BenchAgent(session);
  }

  /** The next job, once it runs. */
  public RunningJob take() throws IOException, InterruptedException {
    String id = offered();
    String token = session.put("/v3/jobs/" + id + "/accept", Map.of()).path("token").asString();
    var job = new RunningJob(id, token);
    as(job).put("/v3/jobs/" + id + "/start", Map.of("started_at", "2026-11-24T12:00:00Z"));
    return job;
  }

  public void finish(RunningJob job) throws IOException, InterruptedException {
    as(job).put("/v3/jobs/" + job.id() + "/finish", Map.of("exit_status", "0"));
  }

  private Rest as(RunningJob job) {
    return new Rest(session.http(), session.url(), "Token " + job.token());
  }

  private String offered() throws IOException, InterruptedException {
    for (int i = 0; i < 50; i++) {
      String id = session.get("/v3/ping").path("job").path("id").asString("");
      if (!id.isEmpty()) {
        return id;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no job was offered to the agent");
  }
}
