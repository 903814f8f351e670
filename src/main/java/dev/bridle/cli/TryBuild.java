package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A build of one of the pipelines that try makes, and what its job's log holds. */
final class TryBuild {
  private final ApiClient client;
  private final String pipeline;
  private JsonNode build;

  private TryBuild(ApiClient client, String pipeline, JsonNode build) {
    this.client = client;
    this.pipeline = pipeline;
    this.build = build;
  }

  /** Makes the pipeline if need be, and starts a build of it. */
  static TryBuild start(ApiClient client, String organization, String slug, String name)
      throws ApiFailure, IOException {
    String pipeline = organization + "/pipelines/" + slug;
    if (!client.call("GET", pipeline).ok()) {
      client.post(
          organization + "/pipelines",
          Map.of("name", name, "slug", slug, "repository", "", "configuration", yaml(slug)));
    }
    var build =
        client.post(
            pipeline + "/builds",
            Map.of("message", "Trying Bridle", "branch", "main", "commit", "HEAD"));
    return new TryBuild(client, pipeline, build);
  }

  private static String yaml(String slug) throws IOException {
    try (InputStream yaml = TryBuild.class.getResourceAsStream("/try/" + slug + ".yml")) {
      return new String(Objects.requireNonNull(yaml, slug).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String path() {
    return pipeline + "/builds/" + build.path("number").asInt();
  }

  /** The path of its page. */
  String page() {
    return URI.create(build.path("web_url").asString()).getPath();
  }

  JsonNode json() {
    return build;
  }

  /** Waits for its end; false when it failed. */
  boolean passes() throws ApiFailure, InterruptedException {
    build = new AwaitedBuild(client, path()).await(TryCommand.PATIENCE, state -> {});
    return build.path("state").asString().equals("passed");
  }

  String log() throws ApiFailure {
    String job = build.at("/jobs/0/id").asString();
    return PlainLog.of(client.text(path() + "/jobs/" + job + "/log", "text/plain"));
  }

  /** The last line of a log that is an object of this type. */
  static Optional<JsonNode> last(String log, String type) {
    List<JsonNode> all =
        log.lines()
            .map(line -> line.indexOf('{') < 0 ? "" : line.substring(line.indexOf('{')))
            .flatMap(line -> parsed(line).stream())
            .filter(json -> json.path("type").asString("").equals(type))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private static Optional<JsonNode> parsed(String line) {
    try {
      return Optional.of(JsonMapper.shared().readTree(line));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
