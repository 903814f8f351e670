package dev.bridle.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** An agent that does over the wire just what it is told. */
public final class TestAgent {
  /** A job as its agent got it. */
  public record Taken(String id, String token, JsonNode answer) {
    public String env(String name) {
      return answer.path("env").path(name).asString("");
    }
  }

  private final String url;
  private final Calls session;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestAgent(String url, String session) {
    this.url = url;
    this.session = new Calls(url, "Token " + session);
  }

  public static TestAgent register(String url, String agentToken, String... tags) {
    return named("", url, agentToken, tags);
  }

  /** With a name of its own. */
  public static TestAgent named(String name, String url, String agentToken, String... tags) {
    var registered =
        new Calls(url, "Token " + agentToken)
            .post(
                "/v3/register", Map.of("name", name, "hostname", "h", "meta_data", List.of(tags)));
    var agent = new TestAgent(url, registered.json().path("access_token").asString());
    agent.session.post("/v3/connect", Map.of());
    return agent;
  }

  public Calls session() {
    return session;
  }

  public Calls as(Taken job) {
    return new Calls(url, "Token " + job.token);
  }

  public Optional<String> ping() {
    String job = session.get("/v3/ping").json().path("job").path("id").asString("");
    return job.isEmpty() ? Optional.empty() : Optional.of(job);
  }

  public Taken accept(String jobId) {
    var answer = session.put("/v3/jobs/" + jobId + "/accept", Map.of()).json();
    return new Taken(jobId, answer.path("token").asString(""), answer);
  }

  /** The next job, accepted and started. */
  public Taken take() {
    var job = accept(ping().orElseThrow());
    as(job).put("/v3/jobs/" + job.id + "/start", Map.of("started_at", "2026-11-23T12:00:00Z"));
    return job;
  }

  public Calls.Came finish(Taken job, String exitStatus) {
    return as(job).put("/v3/jobs/" + job.id + "/finish", Map.of("exit_status", exitStatus));
  }

  /** Writes a piece of the job's log. */
  public int log(Taken job, long offset, String text) {
    var path = "/v3/jobs/" + job.id + "/chunks?sequence=1&offset=" + offset + "&size=1";
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Token " + job.token)
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(gzip(text)))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] gzip(String text) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
