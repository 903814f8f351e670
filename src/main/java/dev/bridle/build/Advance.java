package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Moves a build on after something in it has changed, within the transaction that changed it. */
final class Advance {
  private Advance() {}

  /**
   * Lets one transaction at a time work on a build; the first thing each of them does. What it
   * changes has the revision that begins here.
   */
  static BuildState lock(DSLContext sql, String buildId) {
    sql.update(BUILD)
        .set(BUILD.REVISION, BUILD.REVISION.plus(1L))
        .where(BUILD.ID.eq(buildId))
        .execute();
    return BuildState.of(
        sql.select(BUILD.STATE)
            .from(BUILD)
            .where(BUILD.ID.eq(buildId))
            .fetchSingle()
            .get(BUILD.STATE));
  }

  static void on(DSLContext sql, String buildId, long nowMs) {
    var graph =
        new StepGraph(
            sql.select(
                    JOB.ID,
                    JOB.TYPE,
                    JOB.STATE,
                    JOB.EXIT_STATUS,
                    JOB.CONTINUE_ON_FAILURE,
                    JOB.UPLOADED_BY,
                    JOB.GROUP_ID,
                    JOB.RETRIED_IN)
                .from(JOB)
                .where(JOB.BUILD_ID.eq(buildId))
                .orderBy(JOB.POSITION, JOB.ATTEMPT, JOB.ID)
                .fetch(Advance::node));
    graph.moves().forEach((jobId, state) -> move(sql, jobId, state, nowMs));
    var now =
        BuildState.of(
            sql.select(BUILD.STATE)
                .from(BUILD)
                .where(BUILD.ID.eq(buildId))
                .fetchSingle()
                .get(BUILD.STATE));
    graph.next(now).ifPresent(state -> become(sql, buildId, state, nowMs));
  }

  private static StepGraph.Node node(Record row) {
    return new StepGraph.Node(
        row.get(JOB.ID),
        JobType.of(row.get(JOB.TYPE)),
        JobState.of(row.get(JOB.STATE)),
        row.get(JOB.EXIT_STATUS),
        row.get(JOB.CONTINUE_ON_FAILURE),
        row.get(JOB.UPLOADED_BY),
        row.get(JOB.GROUP_ID),
        row.get(JOB.RETRIED_IN));
  }

  private static void move(DSLContext sql, String jobId, JobState state, long nowMs) {
    var update = sql.update(JOB).set(JOB.STATE, state.word()).set(JOB.REVISION, Revision.ofBuild());
    if (state == JobState.SCHEDULED) {
      update = update.set(JOB.SCHEDULED_MS, nowMs);
    } else if (state.over()) {
      update = update.set(JOB.FINISHED_MS, nowMs);
    }
    update.where(JOB.ID.eq(jobId)).execute();
  }

  static void become(DSLContext sql, String buildId, BuildState state, long nowMs) {
    var update = sql.update(BUILD).set(BUILD.STATE, state.word());
    if (state == BuildState.FAILING) {
      update = update.set(BUILD.FAILING_MS, DSL.coalesce(BUILD.FAILING_MS, nowMs));
    }
    if (state == BuildState.RUNNING) {
      update = update.set(BUILD.STARTED_MS, DSL.coalesce(BUILD.STARTED_MS, nowMs));
    }
    if (state.over()) {
      update = update.set(BUILD.FINISHED_MS, nowMs);
    }
    update.where(BUILD.ID.eq(buildId)).execute();
  }
}
