package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.CorrectedCall;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an allowance is for: one of a kind, or each of it. */
@SuppressWarnings("ImmutableEnumChecker") // a function without state
public enum Scope {
  ORGANIZATION("organization_id", JobIdentity::organizationId, CorrectedCall::organizationId),
  CLUSTER("cluster_id", JobIdentity::clusterId, CorrectedCall::clusterId),
  QUEUE("queue_id", JobIdentity::queueId, CorrectedCall::queueId),
  PIPELINE("pipeline_id", JobIdentity::pipelineId, CorrectedCall::pipelineId),
  BRANCH_CLASS("branch_class", job -> job.branchClass().word(), CorrectedCall::branchClass),
  BUILD("build_id", JobIdentity::buildId, CorrectedCall::buildId),
  JOB("job_id", JobIdentity::jobId, CorrectedCall::jobId);

  private final String column;
  private final Function<JobIdentity, String> target;
  private final Function<CorrectedCall, @Nullable String> targetBefore;

  Scope(
      String column,
      Function<JobIdentity, String> target,
      Function<CorrectedCall, @Nullable String> targetBefore) {
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
  @Nullable String targetOf(CorrectedCall call) {
    return targetBefore.apply(call);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> find(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
