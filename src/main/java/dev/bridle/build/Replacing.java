package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.STEP;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Takes out of a build what no agent has been offered yet, to make room for other steps. */
final class Replacing {
  private static final @Nullable String NO_KEY = null;

  /** The type of steps that are groups. */
  static final String GROUP = "group";

  private Replacing() {}

  static List<String> stepsOf(DSLContext sql, String buildId) {
    var gone = new ArrayList<>(JobState.untouched());
    gone.add(JobState.BROKEN.word());
    return sql.select(JOB.STEP_ID)
        .from(JOB)
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.in(JobState.untouched()))
        .unionAll(
            DSL.select(STEP.ID).from(STEP).where(STEP.BUILD_ID.eq(buildId)).and(isGroupOf(gone)))
        .fetch(JOB.STEP_ID);
  }

  /** Whether a step is a group in which no job has another state than one of these. */
  private static Condition isGroupOf(List<String> states) {
    return STEP.TYPE
        .eq(GROUP)
        .andNotExists(
            DSL.selectOne().from(JOB).where(JOB.GROUP_ID.eq(STEP.ID), JOB.STATE.notIn(states)));
  }

  /** The jobs stay, as broken; their keys are free again. */
  static void drop(DSLContext sql, String buildId, long nowMs) {
    sql.update(JOB)
        .set(JOB.STATE, JobState.BROKEN.word())
        .set(JOB.FINISHED_MS, nowMs)
        .set(JOB.REVISION, Revision.ofBuild())
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.in(JobState.untouched()))
        .execute();
    sql.update(STEP)
        .set(STEP.STEP_KEY, NO_KEY)
        .where(
            STEP.ID
                .in(
                    DSL.select(JOB.STEP_ID)
                        .from(JOB)
                        .where(JOB.BUILD_ID.eq(buildId), JOB.STATE.eq(JobState.BROKEN.word())))
                .or(STEP.BUILD_ID.eq(buildId).and(isGroupOf(List.of(JobState.BROKEN.word())))))
        .execute();
  }
}
