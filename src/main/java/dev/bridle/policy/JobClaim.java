package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rule can say about a job. */
public enum JobClaim {
  PIPELINE_SLUG(Form.EXACT),
  PIPELINE_ID(Form.EXACT),
  BUILD_BRANCH(Form.GLOB),
  BUILD_CREATOR(Form.EMAIL),
  BUILD_SOURCE(Form.SOURCE),
  CLUSTER_QUEUE_KEY(Form.EXACT),
  CLUSTER_QUEUE_ID(Form.EXACT),
  CLUSTER_ID(Form.EXACT),
  CLUSTER_NAME(Form.EXACT),
  BUILD_FORK(Form.FLAG),
  BUILD_PULL_REQUEST(Form.FLAG),
  BUILD_BRANCH_CLASS(Form.BRANCH_CLASS);

  /** What the values of a claim look like. */
  enum Form {
    EXACT,
    GLOB,
    EMAIL,
    FLAG,
    SOURCE,
    BRANCH_CLASS;

    /** The only values there are; empty when there are any. */
    List<String> words() {
      return switch (this) {
        case SOURCE ->
            List.of("api", "ui", "webhook", "trigger_job", "schedule", "pipeline_trigger");
        case BRANCH_CLASS -> List.of("fork", "pull_request", "default", "other");
        default -> List.of();
      };
    }

    boolean matches(String wanted, String is) {
      return switch (this) {
        case GLOB -> new Glob(wanted).matches(is);
        case EMAIL -> wanted.equalsIgnoreCase(is);
        default -> wanted.equals(is);
      };
    }
  }

  private final Form form;

  JobClaim(Form form) {
    this.form = form;
  }

  private static boolean fork(JobIdentity job) {
    var pull = job.facts().pullRequest();
    return pull != null && pull.fork();
  }

  /** The key in a rule. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<JobClaim> find(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }

  Form form() {
    return form;
  }

  /** What the job says; null for a build that nobody of the organization created. */
  @Nullable String of(JobIdentity job) {
    return switch (this) {
      case PIPELINE_SLUG -> job.pipelineSlug();
      case PIPELINE_ID -> job.pipelineId();
      case BUILD_BRANCH -> job.branch();
      case BUILD_CREATOR -> job.facts().creatorEmail();
      case BUILD_SOURCE -> job.source();
      case CLUSTER_QUEUE_KEY -> job.facts().queueKey();
      case CLUSTER_QUEUE_ID -> job.queueId();
      case CLUSTER_ID -> job.clusterId();
      case CLUSTER_NAME -> job.facts().clusterName();
      case BUILD_FORK -> String.valueOf(fork(job));
      case BUILD_PULL_REQUEST -> String.valueOf(job.facts().pullRequest() != null);
      case BUILD_BRANCH_CLASS -> job.branchClass().word();
    };
  }
}
