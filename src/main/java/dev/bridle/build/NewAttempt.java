package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Puts another attempt at a step in the place of the last one, which is kept. */
final class NewAttempt {
  /** What the attempts at a step have in common. */
  private static final List<Field<?>> SAME =
      List.of(
          JOB.ORGANIZATION_ID,
          JOB.CLUSTER_ID,
          JOB.PIPELINE_ID,
          JOB.BUILD_ID,
          JOB.STEP_ID,
          JOB.UPLOADED_BY,
          JOB.POSITION,
          JOB.TYPE,
          JOB.LABEL,
          JOB.STEP_KEY,
          JOB.GROUP_ID,
          JOB.GROUP_KEY,
          JOB.COMMAND,
          JOB.ENV,
          JOB.AGENT_RULES,
          JOB.QUEUE_ID,
          JOB.PRIORITY,
          JOB.CONTINUE_ON_FAILURE,
          JOB.SIGNED);

  private final DSLContext sql;
  private final Instant now;

  NewAttempt(DSLContext sql, Instant now) {
    this.sql = sql;
    this.now = now;
  }

  /** By the rule at that place of the step's list. */
  String byRule(Record last, long rule) {
    return insert(last, RetryType.AUTOMATIC, rule, null);
  }

  String byPerson(Record last, String personId) {
    return insert(last, RetryType.MANUAL, null, personId);
  }

  private String insert(
      Record last, RetryType type, @Nullable Long rule, @Nullable String personId) {
    String id = Uuid7.at(now);
    var values = new LinkedHashMap<Field<?>, @Nullable Object>();
    SAME.forEach(field -> values.put(field, last.get(field)));
    sql.insertInto(JOB)
        .set(values)
        .set(JOB.ID, id)
        .set(JOB.STATE, JobState.PENDING.word())
        .set(JOB.ATTEMPT, last.get(JOB.ATTEMPT) + 1)
        .set(JOB.CHUNKS_FAILED, 0L)
        .set(JOB.CREATED_MS, now.toEpochMilli())
        .set(JOB.RETRY_OF, last.get(JOB.ID))
        .set(JOB.RETRY_TYPE, type.word())
        .set(JOB.RETRY_RULE, rule)
        .set(JOB.RETRIED_BY, personId)
        .set(JOB.REVISION, Revision.of(last.get(JOB.BUILD_ID)))
        .execute();
    sql.update(JOB)
        .set(JOB.RETRIED_IN, id)
        .set(JOB.REVISION, Revision.ofBuild())
        .where(JOB.ID.eq(last.get(JOB.ID)))
        .execute();
    return id;
  }
}
