package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which kind of token a command is about, and so where it lies. */
final class TokenPlace {
  /** The two kinds that administrators hand out. */
  enum Kind {
    api,
    agent
  }

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "api, for people and scripts (the default), or agent, to register agents.")
  private Kind kind = Kind.api;

  @Option(
      names = "--cluster",
      paramLabel = "ID",
      description = "Cluster of an agent token; without it, the first one.")
  private @Nullable String cluster;

  boolean isAgent() {
    return kind == Kind.agent;
  }

  String path(ApiClient client, String organizationPath) throws ApiFailure {
    if (!isAgent()) {
      return organizationPath + "/api-tokens";
    }
    String clusters = organizationPath + "/clusters";
    String id = cluster != null ? cluster : client.get(clusters).path(0).path("id").asString("");
    return clusters + ApiClient.path(id) + "/tokens";
  }
}
