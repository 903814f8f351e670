package dev.bridle.bench.target;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;

/** A job that an agent of ours has taken: it makes the calls. */
public record RunningJob(String id, String token) {
  /** Does what an agent does, until the next job runs. */
  public static RunningJob take(HttpClient http, String url, String agentToken)
      throws IOException, InterruptedException {
    var registered =
        new Rest(http, url, "Token " + agentToken)
            .post(
                "/v3/register",
                Map.of("name", "bench", "hostname", "bench", "meta_data", List.of()));
    var agent = new Rest(http, url, "Token " + registered.path("access_token").asString());
    agent.post("/v3/connect", Map.of());
    String id = offered(agent);
    String token = agent.put("/v3/jobs/" + id + "/accept", Map.of()).path("token").asString();
    new Rest(http, url, "Token " + token)
        .put("/v3/jobs/" + id + "/start", Map.of("started_at", "2026-11-24T12:00:00Z"));
    return new RunningJob(id, token);
  }

  private static String offered(Rest agent) throws IOException, InterruptedException {
    for (int i = 0; i < 50; i++) {
      String id = agent.get("/v3/ping").path("job").path("id").asString("");
      if (!id.isEmpty()) {
        return id;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("no job was offered to the agent");
  }
}
