package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.STEP;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Takes out of a build what no agent has been offered yet, to make room for other steps. */
final class Replacing {
  private static final @Nullable String NO_KEY = null;

  private Replacing() {}

  static List<String> stepsOf(DSLContext sql, String buildId) {
    return sql.select(JOB.STEP_ID)
        .from(JOB)
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.in(JobState.untouched()))
        .fetch(JOB.STEP_ID);
  }

  /** The jobs stay, as broken; their keys are free again. */
  static void drop(DSLContext sql, String buildId, long nowMs) {
    sql.update(JOB)
        .set(JOB.STATE, JobState.BROKEN.word())
        .set(JOB.FINISHED_MS, nowMs)
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.in(JobState.untouched()))
        .execute();
    sql.update(STEP)
        .set(STEP.STEP_KEY, NO_KEY)
        .where(
            STEP.ID.in(
                DSL.select(JOB.STEP_ID)
                    .from(JOB)
                    .where(JOB.BUILD_ID.eq(buildId), JOB.STATE.eq(JobState.BROKEN.word()))))
        .execute();
  }
}
