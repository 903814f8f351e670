package dev.bridle.bench.pages;

import dev.bridle.bench.target.BenchAgent;
import dev.bridle.bench.target.Rest;
import dev.bridle.bench.target.RunningJob;
import dev.bridle.organization.OperatorSecret;
import dev.bridle.organization.SetupSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** What of the organization is made by the server itself: its rules, its pipelines, a huge log. */
record Beginnings(HttpClient http, String url, PagesSize size) {
  static final String EMAIL = "ana@example.com";
  static final String PASSWORD = "a long enough password";
  private static final String ORGANIZATION = "/v2/organizations/acme";
  private static final String STEPS = "steps:\n  - label: Log\n    command: log\n";
  private static final int ALLOWANCES = 200;
  private static final int CHUNK = 95_000;

  Begun make(Site site) throws IOException, InterruptedException {
    var secret = Files.readString(SetupSecret.file(site.data()));
    var tokens =
        new Rest(http, url, "Bearer " + secret)
            .post(
                "/v2/setup",
                Map.of(
                    "organization", "acme",
                    "organization_name", "Acme",
                    "email", EMAIL,
                    "name", "Ana Torres",
                    "password", PASSWORD));
    var rest = new Rest(http, url, "Bearer " + tokens.path("api_token").asString());
    rules(rest);
    for (int i = 0; i < size.pipelines(); i++) {
      pipeline(rest, String.format(Locale.ROOT, "Pipeline %03d", i));
    }
    allowances(rest);
    pipeline(rest, "Large");
    pipeline(rest, "Logged");
    rest.post(
        ORGANIZATION + "/pipelines/logged/builds",
        Map.of("branch", "main", "commit", "HEAD", "message", "A long log"));
    String agentToken = tokens.path("agent_token").asString();
    var agent = BenchAgent.register(http, url, agentToken, "bench");
    var job = agent.take();
    log(job);
    agent.finish(job);
    return new Begun(
        "/acme/logged/builds/1/jobs/" + job.id(),
        path(rest.post(ORGANIZATION + "/invitations", Map.of("email", "cy@example.com"))),
        path(signInLink(site)),
        agentToken);
  }

  private JsonNode signInLink(Site site) throws IOException, InterruptedException {
    var secret = Files.readString(OperatorSecret.file(site.data()));
    return new Rest(http, url, "Bearer " + secret)
        .post("/v2/sign-in-links", Map.of("email", EMAIL));
  }

  /** Of a link that was made, without the server's address, which is another after its restart. */
  private static String path(JsonNode made) {
    var link = URI.create(made.path("url").asString());
    return link.getRawQuery() == null
        ? link.getRawPath()
        : link.getRawPath() + "?" + link.getRawQuery();
  }

  private static void rules(Rest rest) throws IOException, InterruptedException {
    rest.put(ORGANIZATION + "/model-providers/anthropic", Map.of("method", "sandbox"));
    // Nobody answers there, so the key is saved as one that nobody has verified.
    rest.put(
        ORGANIZATION + "/model-providers/openai",
        Map.of("method", "byo", "token", "sk-0123456789", "base_url", "http://127.0.0.1:1"));
    for (int version = 0; version < 30; version++) {
      rest.put(
          ORGANIZATION + "/ai-policy",
          Map.of(
              "version",
              version,
              "rules",
              List.of(
                  Map.of(
                      "id",
                      "everyone-" + version,
                      "effect",
                      "allow",
                      "models",
                      List.of("claude-*")))));
    }
  }

  /** One for each of the first pipelines. */
  private static void allowances(Rest rest) throws IOException, InterruptedException {
    for (int i = 0; i < ALLOWANCES; i++) {
      rest.post(
          ORGANIZATION + "/allowances",
          Map.of(
              "scope",
              "pipeline",
              "target",
              String.format(Locale.ROOT, "pipeline-%03d", i),
              "unit",
              "usd",
              "window",
              "month",
              "amount",
              "100"));
    }
  }

  private static void pipeline(Rest rest, String name) throws IOException, InterruptedException {
    rest.post(
        ORGANIZATION + "/pipelines",
        Map.of("name", name, "repository", "", "configuration", STEPS));
  }

  private void log(RunningJob job) throws IOException, InterruptedException {
    long line = 0;
    for (long offset = 0; offset + CHUNK < (long) size.logMb() << 20; ) {
      var text = new StringBuilder();
      while (text.length() < CHUNK - 200) {
        line++;
        text.append(line % 5_000 == 1 ? "--- Part " + line + "\r\n" : "")
            .append("\u001b_bk;t=")
            .append(1_764_000_000_000L + line)
            .append("\u0007\u001b[32mline\u001b[0m ")
            .append(line)
            .append(" of a log that goes on and on\r\n");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      chunk(job, offset, bytes);
      offset += bytes.length;
    }
  }

  private void chunk(RunningJob job, long offset, byte[] bytes)
      throws IOException, InterruptedException {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/v3/jobs/%s/chunks?sequence=1&offset=%d&size=%d"
                        .formatted(url, job.id(), offset, bytes.length)))
            .header("Authorization", "Token " + job.token())
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(zipped.toByteArray()))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IllegalStateException("a chunk of the log was answered with " + status);
    }
  }
}
