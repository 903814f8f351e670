package dev.bridle.runner;

import dev.bridle.config.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A job that this runner has taken. */
record AcceptedJob(
    String id, Map<String, String> env, Secret token, int chunkBytes, Duration chunkInterval) {
  private static final int DEFAULT_CHUNK = 100 << 10;

  AcceptedJob {
    env = Map.copyOf(env);
  }

  static AcceptedJob of(JsonNode json, Secret sessionToken) {
    var env = new HashMap<String, String>();
    json.path("env").properties().forEach(e -> env.put(e.getKey(), e.getValue().asString("")));
    String token = json.path("token").asString("");
    int bytes = json.path("chunks_max_size_bytes").asInt(0);
    return new AcceptedJob(
        json.path("id").asString(),
        env,
        token.isEmpty() ? sessionToken : new Secret(token),
        bytes > 0 ? bytes : DEFAULT_CHUNK,
        Duration.ofSeconds(Math.max(1, json.path("chunks_interval_seconds").asInt(1))));
  }

  String command() {
    return env.getOrDefault("BUILDKITE_COMMAND", "");
  }

  boolean wantsCheckout() {
    String repository = env.getOrDefault("BUILDKITE_REPO", "");
    return !repository.isBlank()
        && !repository.equals("none")
        && !env.getOrDefault("BUILDKITE_SKIP_CHECKOUT", "").equals("true");
  }
}
