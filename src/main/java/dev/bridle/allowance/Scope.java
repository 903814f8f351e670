package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.PastCall;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an allowance is for: one of a kind, or each of it. */
@SuppressWarnings("ImmutableEnumChecker") // a function without state
public enum Scope {
  ORGANIZATION("organization_id", JobIdentity::organizationId, PastCall::organizationId),
  CLUSTER("cluster_id", JobIdentity::clusterId, PastCall::clusterId),
  QUEUE("queue_id", JobIdentity::queueId, PastCall::queueId),
  PIPELINE("pipeline_id", JobIdentity::pipelineId, PastCall::pipelineId),
  BRANCH_CLASS("branch_class", job -> job.branchClass().word(), PastCall::branchClass),
  BUILD("build_id", JobIdentity::buildId, PastCall::buildId),
  JOB("job_id", JobIdentity::jobId, PastCall::jobId);

  private final String column;
  private final Function<JobIdentity, String> target;
  private final Function<PastCall, @Nullable String> targetBefore;

  Scope(
      String column,
      Function<JobIdentity, String> target,
      Function<PastCall, @Nullable String> targetBefore) {
    this.column = column;
    this.target = target;
    this.targetBefore = targetBefore;
  }

  /** The column of the ledger that holds the target. */
  String column() {
    return column;
  }

  String targetOf(JobIdentity job) {
    return target.apply(job);
  }

  /** The same for a call that was made before; null when its row doesn't say. */
  @Nullable String targetOf(PastCall call) {
    return targetBefore.apply(call);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> find(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
