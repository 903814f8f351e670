package dev.bridle.policy;

import static dev.bridle.policy.Rules.document;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.JobTokens;
import dev.bridle.ledger.PastAsks;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bounds of a trial. */
@OnBothEngines
class PolicyTrialTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final CiRecord ci;
  private final CiRecord.RunningJob job;

  PolicyTrialTest(Engine engine) {
    database = engine.open();
    ci = database.write(sql -> CiRecord.of(sql, "acme"));
    job = database.write(sql -> ci.runningJob(sql, 1));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void calls(int count, String jobId) {
    database.execute(sql -> {
      for (int i = 0; i < count; i++) {
        call(sql, jobId);
      }
    });
  }

  private void call(DSLContext sql, String jobId) {
    sql.insertInto(MODEL_CALL)
        .set(MODEL_CALL.ID, UUID.randomUUID().toString())
        .set(MODEL_CALL.ORGANIZATION_ID, ci.organizationId)
        .set(MODEL_CALL.CLUSTER_ID, ci.clusterId)
        .set(MODEL_CALL.QUEUE_ID, ci.queueId)
        .set(MODEL_CALL.PIPELINE_ID, ci.pipelineId)
        .set(MODEL_CALL.PIPELINE_SLUG, "analysis")
        .set(MODEL_CALL.BUILD_ID, job.buildId())
        .set(MODEL_CALL.BUILD_NUMBER, 1L)
        .set(MODEL_CALL.JOB_ID, jobId)
        .set(MODEL_CALL.ATTEMPT, 0L)
        .set(MODEL_CALL.AGENT_ID, ci.agentId)
        .set(MODEL_CALL.BRANCH, "main")
        .set(MODEL_CALL.COMMIT_REF, "HEAD")
        .set(MODEL_CALL.SOURCE, "api")
        .set(MODEL_CALL.PROVIDER, "anthropic")
        .set(MODEL_CALL.CONNECTION_ID, "c")
        .set(MODEL_CALL.METHOD, "hosted")
        .set(MODEL_CALL.MODEL_ASKED, "claude-sonnet-5-5")
        .set(MODEL_CALL.MODEL_SENT, "claude-sonnet-5-5")
        .set(MODEL_CALL.STREAMED, false)
        .set(MODEL_CALL.REQUEST_BYTES, 100L)
        .set(MODEL_CALL.PRICE_VERSION, "1")
        .set(MODEL_CALL.OPENED_MS, clock.millis() - 1)
        .set(MODEL_CALL.OUTCOME, "completed")
        .set(MODEL_CALL.INPUT_TOKENS, 1L)
        .set(MODEL_CALL.CACHE_READ_TOKENS, 0L)
        .set(MODEL_CALL.CACHE_WRITE_5M_TOKENS, 0L)
        .set(MODEL_CALL.CACHE_WRITE_1H_TOKENS, 0L)
        .set(MODEL_CALL.OUTPUT_TOKENS, 1L)
        .set(MODEL_CALL.WEB_SEARCHES, 0L)
        .set(MODEL_CALL.COST_NANO, 0L)
        .execute();
  }

  private PolicyTrialReport run(String rules, int most, Duration patience) {
    return new PolicyTrial(new PastAsks(database), new JobTokens(database), clock, most, patience)
        .run(ci.organizationId, document(rules).compiled(0), WEEK);
  }

  @Test
  void everyCallIsLookedAtOnceOverManyPages() {
    calls(1_234, job.jobId());
    var report = run("{'rules':[{'id':'nobody','effect':'deny'}]}", 100_000, Duration.ofMinutes(1));
    assertThat(report.complete()).isTrue();
    assertThat(report.judged()).isEqualTo(1_234);
    assertThat(report.refused()).isEqualTo(1_234);
    assertThat(report.samples()).hasSize(1);
  }

  @Test
  void itStopsWhereThereAreTooMany() {
    calls(1_100, job.jobId());
    var report = run("{'rules':[{'id':'nobody','effect':'deny'}]}", 500, Duration.ofMinutes(1));
    assertThat(report.complete()).isFalse();
    assertThat(report.judged()).isEqualTo(500);
  }

  @Test
  void itStopsWhenTimeIsOver() {
    calls(3, job.jobId());
    var report = run("{'rules':[{'id':'nobody','effect':'deny'}]}", 500, Duration.ZERO);
    assertThat(report.complete()).isFalse();
    assertThat(report.judged()).isZero();
  }

  @Test
  void aCallOfAJobThatIsNoMoreCantBeJudged() {
    calls(2, "gone");
    var report = run("{'rules':[{'id':'nobody','effect':'deny'}]}", 500, Duration.ofMinutes(1));
    assertThat(report.judged()).isZero();
    assertThat(report.notJudged()).hasSize(1).containsValue(2L);
  }
}
