package dev.bridle.runner;

import dev.bridle.config.Secret;
import java.nio.file.Path;
import java.util.List;

/**
 * What a runner needs to know.
 *
 * @param endpoint address of the agent API, such as {@code http://127.0.0.1:8080/v3}
 * @param name of the agent; when empty the server picks one
 * @param tags each {@code key=value}
 * @param buildPath where work folders of jobs are made
 */
public record RunnerSettings(
    String endpoint, Secret token, String name, List<String> tags, Path buildPath, int spawn) {
  public RunnerSettings {
    tags = List.copyOf(tags);
    endpoint = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
  }
}
