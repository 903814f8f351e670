package dev.bridle.policy;

import static java.util.Map.entry;

import dev.bridle.auth.JobFacts;
import dev.bridle.auth.JobIdentity;
import dev.bridle.condition.Values;
import dev.bridle.condition.Vocabulary;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A job's identity as conditions ask about it. */
record JobValues(JobIdentity job) implements Values {
  private static final Map<String, Function<JobIdentity, @Nullable Object>> VARIABLES =
      Map.ofEntries(
          entry("build.id", JobIdentity::buildId),
          entry("build.branch", JobIdentity::branch),
          entry("build.commit", JobIdentity::commit),
          entry("build.number", JobIdentity::buildNumber),
          entry("build.source", JobIdentity::source),
          entry("build.state", job -> job.facts().buildState()),
          entry("build.tag", job -> job.facts().tag()),
          entry("build.message", job -> job.facts().message()),
          entry("build.creator.id", JobIdentity::creatorId),
          entry("build.creator.name", job -> job.facts().creatorName()),
          entry("build.creator.email", job -> job.facts().creatorEmail()),
          entry("build.creator.verified", job -> job.creatorId() != null),
          entry("build.author.name", author(JobFacts.Author::name)),
          entry("build.author.email", author(JobFacts.Author::email)),
          entry("build.pull_request.id", pull(JobFacts.PullRequest::id)),
          entry("build.pull_request.base_branch", pull(JobFacts.PullRequest::base)),
          entry("build.pull_request.repository", pull(JobFacts.PullRequest::repository)),
          entry("build.pull_request.repository.fork", pull(JobFacts.PullRequest::fork)),
          entry("pipeline.id", JobIdentity::pipelineId),
          entry("pipeline.slug", JobIdentity::pipelineSlug),
          entry("pipeline.default_branch", job -> job.facts().defaultBranch()),
          entry("pipeline.repository", job -> job.facts().repository()),
          entry("organization.id", JobIdentity::organizationId),
          entry("organization.slug", job -> job.facts().organizationSlug()));

  private static final Map<String, Function<JobIdentity, @Nullable String>> BUILT_IN =
      Map.ofEntries(
          entry("BUILDKITE_BRANCH", JobIdentity::branch),
          entry("BUILDKITE_TAG", job -> orBlank(job.facts().tag())),
          entry("BUILDKITE_MESSAGE", job -> job.facts().message()),
          entry("BUILDKITE_COMMIT", JobIdentity::commit),
          entry("BUILDKITE_PIPELINE_SLUG", JobIdentity::pipelineSlug),
          entry("BUILDKITE_PIPELINE_NAME", job -> job.facts().pipelineName()),
          entry("BUILDKITE_PIPELINE_ID", JobIdentity::pipelineId),
          entry("BUILDKITE_ORGANIZATION_SLUG", job -> job.facts().organizationSlug()),
          entry("BUILDKITE_REPO", job -> orBlank(job.facts().repository())),
          entry("BUILDKITE_PULL_REQUEST", JobValues::pullRequestId));

  /**
   * A variable that no value is known of would make a rule that never matches: it isn't offered.
   */
  static final Vocabulary VOCABULARY = Vocabulary.BUILDS.only(VARIABLES.keySet());

  private static Function<JobIdentity, @Nullable Object> author(
      Function<JobFacts.Author, @Nullable Object> value) {
    return job -> {
      var author = job.facts().author();
      return author == null ? null : value.apply(author);
    };
  }

  private static Function<JobIdentity, @Nullable Object> pull(
      Function<JobFacts.PullRequest, @Nullable Object> value) {
    return job -> {
      var pull = job.facts().pullRequest();
      return pull == null ? null : value.apply(pull);
    };
  }

  private static String orBlank(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String pullRequestId(JobIdentity job) {
    var pull = job.facts().pullRequest();
    return pull == null ? "false" : pull.id();
  }

  @Override
  public @Nullable Object variable(String name) {
    var value = VARIABLES.get(name);
    return value == null ? null : value.apply(job);
  }

  /** What the platform sets can't be overlaid by a build's own variables. */
  @Override
  public @Nullable String env(String name) {
    var builtIn = BUILT_IN.get(name);
    if (builtIn != null) {
      return builtIn.apply(job);
    }
    return name.startsWith("BUILDKITE_") ? null : job.facts().env().get(name);
  }
}
