package dev.bridle.build;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a job is sent: the pipeline's, then the build's, then those of uploads, then
 * the step's own, and over them all what the server says. The later wins.
 */
record JobEnvironment(Surroundings of) {
  static final String COMMIT_META_DATA = "buildkite:git:commit";

  /** Stands where agents insist on a repository and there is none. */
  private static final String NO_REPOSITORY = "none";

  /** Everything that the variables speak of. */
  record Surroundings(
      Organization organization,
      Pipeline pipeline,
      Build build,
      Job job,
      RunningAgent agent,
      String buildUrl) {}

  /** Names from the job's organization, cluster and creator. */
  record Organization(
      String id,
      String slug,
      String clusterName,
      @Nullable String creatorName,
      @Nullable String creatorEmail) {}

  SequencedMap<String, String> compose() {
    var env = new LinkedHashMap<String, String>();
    env.putAll(of.build().pipelineEnv());
    env.putAll(of.build().env());
    env.putAll(of.build().uploadEnv());
    env.putAll(of.job().env());
    env.keySet().removeIf(AgentOwned::owns);
    organization(env);
    pipeline(env);
    build(env);
    revision(env);
    pullRequest(env);
    job(env);
    agent(env);
    return env;
  }

  private void organization(Map<String, String> env) {
    env.put("CI", "true");
    env.put("BUILDKITE", "true");
    env.put("BUILDKITE_ORGANIZATION_ID", of.organization().id());
    env.put("BUILDKITE_ORGANIZATION_SLUG", of.organization().slug());
    env.put("BUILDKITE_CLUSTER_ID", of.pipeline().clusterId());
    env.put("BUILDKITE_CLUSTER_NAME", of.organization().clusterName());
    env.put("BUILDKITE_COMPUTE_TYPE", "self-hosted");
  }

  private void pipeline(Map<String, String> env) {
    var pipeline = of.pipeline();
    env.put("BUILDKITE_PIPELINE_ID", pipeline.id());
    env.put("BUILDKITE_PIPELINE_SLUG", pipeline.slug());
    env.put("BUILDKITE_PIPELINE_NAME", pipeline.name());
    env.put("BUILDKITE_PIPELINE_DEFAULT_BRANCH", pipeline.defaultBranch());
    env.put("BUILDKITE_PIPELINE_PROVIDER", pipeline.provider());
    if (pipeline.hasRepository()) {
      env.put("BUILDKITE_REPO", pipeline.repository());
    } else {
      env.put("BUILDKITE_REPO", NO_REPOSITORY);
      env.put("BUILDKITE_SKIP_CHECKOUT", "true");
    }
  }

  private void build(Map<String, String> env) {
    var build = of.build();
    env.put("BUILDKITE_BUILD_ID", build.id());
    env.put("BUILDKITE_BUILD_NUMBER", Long.toString(build.number()));
    env.put("BUILDKITE_BUILD_URL", of.buildUrl());
    env.put("BUILDKITE_SOURCE", build.source());
    env.put("BUILDKITE_MESSAGE", build.message());
    env.put("BUILDKITE_BUILD_CREATOR", orEmpty(of.organization().creatorName()));
    env.put("BUILDKITE_BUILD_CREATOR_EMAIL", orEmpty(of.organization().creatorEmail()));
    var author = build.author();
    env.put("BUILDKITE_BUILD_AUTHOR", author == null ? "" : orEmpty(author.name()));
    env.put("BUILDKITE_BUILD_AUTHOR_EMAIL", author == null ? "" : orEmpty(author.email()));
    env.put("BUILDKITE_TRIGGERED_FROM_BUILD_ID", "");
    env.put("BUILDKITE_TRIGGERED_FROM_BUILD_NUMBER", "");
    env.put("BUILDKITE_TRIGGERED_FROM_BUILD_PIPELINE_SLUG", "");
    var earlier = build.rebuiltFrom();
    env.put("BUILDKITE_REBUILT_FROM_BUILD_ID", earlier == null ? "" : earlier.id());
    env.put(
        "BUILDKITE_REBUILT_FROM_BUILD_NUMBER",
        earlier == null ? "" : Long.toString(earlier.number()));
  }

  private void revision(Map<String, String> env) {
    var build = of.build();
    env.put("BUILDKITE_BRANCH", build.branch());
    env.put("BUILDKITE_TAG", orEmpty(build.tag()));
    env.put("BUILDKITE_COMMIT", build.commit());
    boolean resolved =
        Commit.isFull(build.commit()) && build.metaData().containsKey(COMMIT_META_DATA);
    env.put("BUILDKITE_COMMIT_RESOLVED", Boolean.toString(resolved));
  }

  private void pullRequest(Map<String, String> env) {
    var pull = of.build().pullRequest();
    env.put("BUILDKITE_PULL_REQUEST", pull == null ? "false" : pull.id());
    env.put("BUILDKITE_PULL_REQUEST_BASE_BRANCH", pull == null ? "" : orEmpty(pull.base()));
    env.put("BUILDKITE_PULL_REQUEST_REPO", pull == null ? "" : orEmpty(pull.repository()));
  }

  private void job(Map<String, String> env) {
    var job = of.job();
    env.put("BUILDKITE_JOB_ID", job.id());
    env.put("BUILDKITE_STEP_ID", job.stepId());
    env.put("BUILDKITE_STEP_KEY", orEmpty(job.stepKey()));
    env.put("BUILDKITE_STEP_IDENTIFIER", orEmpty(job.stepKey()));
    env.put("BUILDKITE_LABEL", orEmpty(job.label()));
    env.put("BUILDKITE_COMMAND", job.command());
    env.put("BUILDKITE_SCRIPT_PATH", job.command());
    env.put("BUILDKITE_ARTIFACT_PATHS", "");
    env.put("BUILDKITE_TIMEOUT", "false");
    env.put("BUILDKITE_RETRY_COUNT", Long.toString(job.attempt()));
  }

  private void agent(Map<String, String> env) {
    env.put("BUILDKITE_AGENT_ID", of.agent().id());
    env.put("BUILDKITE_AGENT_NAME", of.agent().name());
    for (String tag : of.agent().tags()) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        String name = tag.substring(0, equals).toUpperCase(Locale.ROOT);
        env.put(
            "BUILDKITE_AGENT_META_DATA_" + name.replaceAll("[^A-Z0-9]", "_"),
            tag.substring(equals + 1));
      }
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
