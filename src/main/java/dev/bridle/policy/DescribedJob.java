package dev.bridle.policy;

import dev.bridle.auth.JobFacts;
import dev.bridle.auth.JobIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job that there may never have been, in the words of claims: to ask what policy would say of it.
 */
public final class DescribedJob {
  private static final Set<String> KEYS =
      Set.of(
          "pipeline_slug",
          "pipeline_id",
          "build_branch",
          "build_tag",
          "build_message",
          "build_creator",
          "build_source",
          "cluster_queue_key",
          "cluster_queue_id",
          "cluster_id",
          "cluster_name",
          "build_fork",
          "build_pull_request",
          "default_branch",
          "env");

  private final Entry claims;

  private DescribedJob(Entry claims) {
    this.claims = claims;
  }

  /** Reads one, or throws an {@link InvalidDocument}; what is not said is as usual. */
  public static JobIdentity read(String organizationId, String organizationSlug, JsonNode json) {
    var claims = Entry.of("The claims", json);
    claims.allowOnly(KEYS);
    return new DescribedJob(claims).job(organizationId, organizationSlug);
  }

  private JobIdentity job(String organizationId, String organizationSlug) {
    return new JobIdentity(
        organizationId,
        text("cluster_id", ""),
        text("cluster_queue_id", ""),
        text("pipeline_id", ""),
        text("pipeline_slug", ""),
        "",
        1,
        text("build_branch", text("default_branch", "main")),
        "HEAD",
        text("build_source", "api"),
        null,
        "",
        null,
        1,
        "",
        facts(organizationSlug));
  }

  private JobFacts facts(String organizationSlug) {
    return new JobFacts(
        organizationSlug,
        text("cluster_name", ""),
        text("cluster_queue_key", "default"),
        text("pipeline_slug", ""),
        null,
        text("default_branch", "main"),
        "running",
        claims.text("build_tag"),
        text("build_message", ""),
        null,
        claims.text("build_creator"),
        null,
        pullRequest(),
        env());
  }

  private String text(String key, String fallback) {
    String text = claims.text(key);
    return text == null ? fallback : text;
  }

  private JobFacts.@Nullable PullRequest pullRequest() {
    boolean fork = claims.flag("build_fork");
    return fork || claims.flag("build_pull_request")
        ? new JobFacts.PullRequest("1", text("default_branch", "main"), null, fork)
        : null;
  }

  private Map<String, String> env() {
    Map<String, String> env = new HashMap<>();
    if (claims.has("env")) {
      var all = Entry.of("The claims: `env`", claims.get("env"));
      for (String name : all.json().propertyNames()) {
        env.put(name, all.required(name));
      }
    }
    return env;
  }
}
