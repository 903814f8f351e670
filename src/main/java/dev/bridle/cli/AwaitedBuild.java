package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Asks for a build until it has ended. */
final class AwaitedBuild {
  private static final Set<String> ENDED =
      Set.of("passed", "failed", "canceled", "skipped", "not_run");
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ApiClient client;
  private final String path;

  AwaitedBuild(ApiClient client, String path) {
    this.client = client;
    this.path = path;
  }

  /** The ended build; each new state is told on the way. */
  JsonNode await(Duration patience, Consumer<String> told) throws ApiFailure, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    String last = "";
    while (true) {
      JsonNode build = client.get(path);
      String state = build.path("state").asString("");
      if (!state.equals(last)) {
        told.accept(state);
        last = state;
      }
      if (ENDED.contains(state)) {
        return build;
      }
      if (System.nanoTime() > until) {
        throw new ApiFailure(
            0,
            "The build has not ended within " + patience.toSeconds() + " s; it is " + state + ".");
      }
      Thread.sleep(PAUSE);
    }
  }
}
