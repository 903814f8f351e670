package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What an allowance is for: one of a kind, or each of it. */
@SuppressWarnings("ImmutableEnumChecker") // a function without state
public enum Scope {
  ORGANIZATION("organization_id", JobIdentity::organizationId),
  CLUSTER("cluster_id", JobIdentity::clusterId),
  QUEUE("queue_id", JobIdentity::queueId),
  PIPELINE("pipeline_id", JobIdentity::pipelineId),
  BRANCH_CLASS("branch_class", job -> job.branchClass().word()),
  BUILD("build_id", JobIdentity::buildId),
  JOB("job_id", JobIdentity::jobId);

  private final String column;
  private final Function<JobIdentity, String> target;

  Scope(String column, Function<JobIdentity, String> target) {
    this.column = column;
    this.target = target;
  }

  /** The column of the ledger that holds the target. */
  String column() {
    return column;
  }

  String targetOf(JobIdentity job) {
    return target.apply(job);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> find(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
