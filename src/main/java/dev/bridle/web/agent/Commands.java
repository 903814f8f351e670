package dev.bridle.web.agent;

import dev.bridle.organization.Queue;
import java.util.Optional;

/**
 * How an agent is connected.
 *
 * @param agent with the program that production uses
 * @param runner with the small built-in agent
 */
public record Commands(String agent, String runner) {
  /** The token's place, when its value is not to be shown. */
  private static final String SAID_BEFORE = "\"$BUILDKITE_AGENT_TOKEN\"";

  static Commands of(String url, Optional<String> token, Optional<Queue> queue) {
    String value = token.orElse(SAID_BEFORE);
    String agent =
        String.join(
            " \\\n  ",
            "buildkite-agent start",
            "--endpoint " + url + "/v3",
            "--token " + value,
            "--tags queue=" + queue.map(Queue::key).orElse("default"),
            "--build-path \"$HOME/buildkite-builds\"");
    String runner =
        "BRIDLE_AGENT_TOKEN="
            + value
            + " \\\n  ./bridle runner --endpoint "
            + url
            + "/v3"
            + queue.map(one -> " --tags queue=" + one.key()).orElse("");
    return new Commands(agent, runner);
  }
}
