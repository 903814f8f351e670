package dev.bridle.build;

import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.pipeline.CommandStep;
import dev.bridle.pipeline.GroupStep;
import dev.bridle.pipeline.PipelineDefinition;
import dev.bridle.pipeline.RetryRules;
import dev.bridle.pipeline.Step;
import dev.bridle.pipeline.WaitStep;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Adds steps and their jobs to a build. */
final class NewSteps {
  /**
   * Where the steps go.
   *
   * @param uploadedBy the job that added them and that they wait for
   * @param above the position of the job right above them
   * @param group the group of the job that added them: a group of that name goes on in it
   */
  record Place(
      String organizationId,
      String clusterId,
      String pipelineId,
      String buildId,
      @Nullable String uploadedBy,
      long above,
      @Nullable Group group) {}

  private final DSLContext sql;
  private final Place place;
  private final QueueRules queues;
  private final Instant now;

  NewSteps(DSLContext sql, Place place, QueueRules queues, Instant now) {
    this.sql = sql;
    this.place = place;
    this.queues = queues;
    this.now = now;
  }

  void insert(PipelineDefinition pipeline) {
    int jobs = pipeline.flat().size();
    sql.update(JOB)
        .set(JOB.POSITION, JOB.POSITION.plus((long) jobs))
        .where(JOB.BUILD_ID.eq(place.buildId()))
        .and(JOB.POSITION.gt(place.above()))
        .execute();
    long position = place.above();
    for (Step step : pipeline.steps()) {
      if (step instanceof GroupStep grouped) {
        var group = groupOf(grouped, position == place.above());
        for (Step member : grouped.steps()) {
          insert(member, ++position, group);
        }
      } else {
        insert(step, ++position, null);
      }
    }
  }

  /** The first group of an upload goes on in the uploading job's group if it has its name. */
  private Group groupOf(GroupStep step, boolean first) {
    return first && place.group() != null && place.group().goesOnIn(step)
        ? place.group()
        : new Group(insertStep(step, Replacing.GROUP, null), step.key(), step.label());
  }

  private void insert(Step step, long position, @Nullable Group group) {
    switch (step) {
      case CommandStep command -> insert(command, position, group);
      case WaitStep wait -> insert(wait, position, group);
      case GroupStep inner -> throw new IllegalArgumentException("a group in a group: " + inner);
    }
  }

  private void insert(CommandStep step, long position, @Nullable Group group) {
    var retry = step.retry().equals(RetryRules.USUAL) ? null : Json.of(step.retry());
    insertJob(
        insertStep(step, "command", retry),
        position,
        group,
        JobType.SCRIPT,
        step,
        Map.of(
            JOB.COMMAND, step.command(),
            JOB.ENV, Json.of(step.env()),
            JOB.AGENT_RULES, Json.of(step.agents()),
            JOB.QUEUE_ID, queues.idFor(step.agents()),
            JOB.PRIORITY, step.priority(),
            JOB.CONTINUE_ON_FAILURE, false,
            JOB.SIGNED, step.signed()));
  }

  private void insert(WaitStep step, long position, @Nullable Group group) {
    insertJob(
        insertStep(step, "wait", null),
        position,
        group,
        JobType.WAITER,
        step,
        Map.of(
            JOB.COMMAND,
            "",
            JOB.ENV,
            "{}",
            JOB.AGENT_RULES,
            "[]",
            JOB.QUEUE_ID,
            queues.defaultId(),
            JOB.PRIORITY,
            0L,
            JOB.CONTINUE_ON_FAILURE,
            step.continueOnFailure(),
            JOB.SIGNED,
            false));
  }

  private String insertStep(Step step, String type, @Nullable String retry) {
    String id = Uuid7.at(now);
    sql.insertInto(STEP)
        .set(STEP.ID, id)
        .set(STEP.BUILD_ID, place.buildId())
        .set(STEP.STEP_KEY, step.key())
        .set(STEP.TYPE, type)
        .set(STEP.LABEL, step.label())
        .set(STEP.DEFINITION, step.definition())
        .set(STEP.RETRY, retry)
        .execute();
    return id;
  }

  private void insertJob(
      String stepId,
      long position,
      @Nullable Group group,
      JobType type,
      Step step,
      Map<?, ?> particulars) {
    sql.insertInto(JOB)
        .set(JOB.ID, Uuid7.at(now))
        .set(JOB.ORGANIZATION_ID, place.organizationId())
        .set(JOB.CLUSTER_ID, place.clusterId())
        .set(JOB.PIPELINE_ID, place.pipelineId())
        .set(JOB.BUILD_ID, place.buildId())
        .set(JOB.STEP_ID, stepId)
        .set(JOB.UPLOADED_BY, place.uploadedBy())
        .set(JOB.POSITION, position)
        .set(JOB.TYPE, type.word())
        .set(JOB.STATE, JobState.PENDING.word())
        .set(JOB.LABEL, step.label())
        .set(JOB.STEP_KEY, step.key())
        .set(JOB.GROUP_ID, group == null ? null : group.id())
        .set(JOB.GROUP_KEY, group == null ? null : group.key())
        .set(JOB.REVISION, Revision.of(place.buildId()))
        .set(JOB.ATTEMPT, 0L)
        .set(JOB.CHUNKS_FAILED, 0L)
        .set(JOB.CREATED_MS, now.toEpochMilli())
        .set(particulars)
        .execute();
  }
}
