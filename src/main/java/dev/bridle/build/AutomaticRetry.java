package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.pipeline.RetryRules;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Record;
import tools.jackson.databind.json.JsonMapper;

/** Runs a failed job again if a rule of its step says so. */
final class AutomaticRetry {
  private AutomaticRetry() {}

  /** Within the transaction that ended the job, before anything follows from its failure. */
  static void afterFailure(DSLContext sql, String jobId, Instant now) {
    var job = sql.selectFrom(JOB).where(JOB.ID.eq(jobId)).fetchSingle();
    Long exitStatus = job.get(JOB.EXIT_STATUS);
    if (exitStatus == null || exitStatus == 0) {
      return;
    }
    var rules = rules(sql, job.get(JOB.STEP_ID));
    int deciding = rules.deciding(exitStatus, job.get(JOB.SIGNAL), job.get(JOB.SIGNAL_REASON));
    if (deciding >= 0 && isLeft(sql, job, deciding, rules.automatic().get(deciding).limit())) {
      new NewAttempt(sql, now).byRule(job, deciding);
    }
  }

  /** Every rule counts its own attempts. */
  private static boolean isLeft(DSLContext sql, Record job, long rule, long limit) {
    int made =
        sql.fetchCount(JOB, JOB.STEP_ID.eq(job.get(JOB.STEP_ID)).and(JOB.RETRY_RULE.eq(rule)));
    return made < limit;
  }

  static RetryRules rules(DSLContext sql, String stepId) {
    String json =
        sql.select(STEP.RETRY).from(STEP).where(STEP.ID.eq(stepId)).fetchSingle().get(STEP.RETRY);
    return json == null ? RetryRules.USUAL : JsonMapper.shared().readValue(json, RetryRules.class);
  }
}
