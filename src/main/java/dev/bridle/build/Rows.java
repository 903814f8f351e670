package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import java.time.Instant;
import java.util.Map;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Builds and jobs out of their rows. */
final class Rows {
  private Rows() {}

  static Build build(Record row, Map<String, String> metaData) {
    return new Build(
        row.get(BUILD.ID),
        row.get(BUILD.ORGANIZATION_ID),
        row.get(BUILD.PIPELINE_ID),
        row.get(BUILD.NUMBER),
        BuildState.of(row.get(BUILD.STATE)),
        row.get(BUILD.MESSAGE),
        row.get(BUILD.COMMIT_REF),
        row.get(BUILD.BRANCH),
        row.get(BUILD.TAG),
        Json.texts(row.get(BUILD.ENV)),
        Json.texts(row.get(BUILD.PIPELINE_ENV)),
        Json.texts(row.get(BUILD.UPLOAD_ENV)),
        row.get(BUILD.SOURCE),
        row.get(BUILD.CREATOR_ID),
        json(row.get(BUILD.AUTHOR), Author.class),
        json(row.get(BUILD.PULL_REQUEST), PullRequest.class),
        metaData,
        row.get(BUILD.CANCEL_REASON),
        row.get(BUILD.FAILURE),
        Instant.ofEpochMilli(row.get(BUILD.CREATED_MS)),
        instant(row.get(BUILD.SCHEDULED_MS)),
        instant(row.get(BUILD.STARTED_MS)),
        instant(row.get(BUILD.FAILING_MS)),
        instant(row.get(BUILD.FINISHED_MS)),
        row.get(BUILD.REVISION),
        earlier(row));
  }

  static Job job(Record row) {
    String sent = row.get(JOB.SENT_ENV);
    return new Job(
        row.get(JOB.ID),
        row.get(JOB.ORGANIZATION_ID),
        row.get(JOB.CLUSTER_ID),
        row.get(JOB.PIPELINE_ID),
        row.get(JOB.BUILD_ID),
        row.get(JOB.STEP_ID),
        JobType.of(row.get(JOB.TYPE)),
        JobState.of(row.get(JOB.STATE)),
        row.get(JOB.LABEL),
        row.get(JOB.STEP_KEY),
        row.get(JOB.COMMAND),
        Json.texts(row.get(JOB.ENV)),
        sent == null ? null : Json.texts(sent),
        Json.list(row.get(JOB.AGENT_RULES)),
        row.get(JOB.QUEUE_ID),
        row.get(JOB.PRIORITY),
        row.get(JOB.ATTEMPT),
        row.get(JOB.GROUP_ID),
        row.get(JOB.GROUP_KEY),
        retry(row),
        row.get(JOB.RETRIED_IN),
        row.get(JOB.AGENT_ID),
        row.get(JOB.EXIT_STATUS),
        row.get(JOB.SIGNAL),
        row.get(JOB.SIGNAL_REASON),
        row.get(JOB.CHUNKS_FAILED),
        Instant.ofEpochMilli(row.get(JOB.CREATED_MS)),
        instant(row.get(JOB.SCHEDULED_MS)),
        instant(row.get(JOB.STARTED_MS)),
        instant(row.get(JOB.FINISHED_MS)));
  }

  private static @Nullable EarlierBuild earlier(Record row) {
    String id = row.get(BUILD.REBUILT_FROM);
    return id == null ? null : new EarlierBuild(id, row.get(BUILD.REBUILT_FROM_NUMBER));
  }

  private static @Nullable Retry retry(Record row) {
    String of = row.get(JOB.RETRY_OF);
    return of == null
        ? null
        : new Retry(of, RetryType.of(row.get(JOB.RETRY_TYPE)), row.get(JOB.RETRIED_BY));
  }

  private static <T> @Nullable T json(@Nullable String text, Class<T> type) {
    return text == null ? null : JsonMapper.shared().readValue(text, type);
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
