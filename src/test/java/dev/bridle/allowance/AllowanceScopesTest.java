package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord.RunningJob;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom an allowance is for: each of its kind, or the one that is named. */
@OnBothEngines
class AllowanceScopesTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  AllowanceScopesTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private int ask(String token) {
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .header("x-api-key", token)
            .POST(HttpRequest.BodyPublishers.ofString(ASK));
    return desk.send(request).statusCode();
  }

  private String own(Scope scope) {
    return switch (scope) {
      case ORGANIZATION -> "acme";
      case CLUSTER -> "Default cluster";
      case QUEUE -> "default";
      case PIPELINE -> "analysis";
      case BRANCH_CLASS -> "default";
      case BUILD -> desk.job.buildId();
      case JOB -> desk.job.jobId();
    };
  }

  /** A second call is one too many, and the refusal names the scope. */
  private void assertOneOnly(Scope scope) {
    assertThat(ask(desk.job.token())).isEqualTo(200);
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.body()).contains(scope.word().replace('_', ' '), "rate_limited");
    assertThat(provider.messages()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void eachOfAKindHasItsOwn(Scope scope) {
    desk.allow(scope.word(), "requests", "day", "1");
    assertOneOnly(scope);
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void theNamedOneIsLimited(Scope scope) {
    desk.allow(scope.word(), "requests", "day", "1", "target", own(scope));
    assertOneOnly(scope);
  }

  @ParameterizedTest
  @CsvSource({"CLUSTER", "QUEUE", "PIPELINE", "BRANCH_CLASS", "BUILD", "JOB"})
  void othersAreNotLimitedByIt(Scope scope) {
    desk.allow(scope.word(), "requests", "day", "1", "target", anOther(scope));
    assertThat(ask(desk.job.token())).isEqualTo(200);
    assertThat(ask(desk.job.token())).isEqualTo(200);
    assertThat(desk.limits()).isEmpty();
  }

  private String anOther(Scope scope) {
    RunningJob other = desk.database().write(sql -> desk.ci.runningJobOf(sql, "other-pipeline", 2));
    return switch (scope) {
      case ORGANIZATION -> throw new IllegalArgumentException("there is no other");
      case CLUSTER -> cluster();
      case QUEUE -> queue();
      case PIPELINE -> "other-pipeline";
      case BRANCH_CLASS -> "fork";
      case BUILD -> other.buildId();
      case JOB -> other.jobId();
    };
  }

  private String cluster() {
    String id = Uuid7.at(Instant.now());
    desk.database()
        .execute(sql ->
            sql.insertInto(CLUSTER)
                .set(CLUSTER.ID, id)
                .set(CLUSTER.ORGANIZATION_ID, desk.ci.organizationId)
                .set(CLUSTER.NAME, "Other cluster")
                .set(CLUSTER.DEFAULT_QUEUE_ID, desk.ci.queueId)
                .set(CLUSTER.CREATED_MS, 1L)
                .execute());
    return id;
  }

  private String queue() {
    String id = Uuid7.at(Instant.now());
    desk.database()
        .execute(sql ->
            sql.insertInto(CLUSTER_QUEUE)
                .set(CLUSTER_QUEUE.ID, id)
                .set(CLUSTER_QUEUE.CLUSTER_ID, desk.ci.clusterId)
                .set(CLUSTER_QUEUE.QUEUE_KEY, "other")
                .set(CLUSTER_QUEUE.CREATED_MS, 1L)
                .execute());
    return "other";
  }
}
