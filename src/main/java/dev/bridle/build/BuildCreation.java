package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.BUILD_META_DATA;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.organization.InvalidField;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineDefinition;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Makes builds of pipelines. One whose steps can't run is made too, and has failed. */
public final class BuildCreation {
  /** The stored steps of a pipeline as this build reads them, or why they can't run. */
  private sealed interface Steps {
    record Known(PipelineDefinition pipeline) implements Steps {}

    record Faulty(String why) implements Steps {}
  }

  private final Database database;
  private final InstantSource clock;

  public BuildCreation(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes a build.
   *
   * @throws InvalidField when the pipeline is archived
   */
  public Build create(Pipeline pipeline, NewBuild wanted) {
    var draft = draft(pipeline, wanted);
    var steps = read(pipeline, draft);
    database.execute(sql -> {
      insert(sql, draft, nextNumber(sql, pipeline.id()));
      switch (steps) {
        case Steps.Known(var definition) -> begin(sql, pipeline, draft, definition);
        case Steps.Faulty(var why) -> fail(sql, draft, why);
      }
    });
    return new Builds(database).get(draft.id());
  }

  private Build draft(Pipeline pipeline, NewBuild wanted) {
    var now = clock.instant();
    return new Build(
        Uuid7.at(now),
        pipeline.organizationId(),
        pipeline.id(),
        0,
        BuildState.SCHEDULED,
        or(wanted.message(), ""),
        or(wanted.commit(), NewBuild.NEWEST),
        or(wanted.branch(), pipeline.defaultBranch()),
        null,
        new LinkedHashMap<>(wanted.env()),
        Map.of(),
        Map.of(),
        wanted.source(),
        wanted.creatorId(),
        wanted.author(),
        wanted.pullRequest(),
        wanted.metaData(),
        null,
        null,
        now,
        now,
        null,
        null,
        null,
        0,
        wanted.rebuiltFrom());
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }

  private Steps read(Pipeline pipeline, Build draft) {
    String organization =
        database.read(sql ->
            sql.select(ORGANIZATION.SLUG)
                .from(ORGANIZATION)
                .where(ORGANIZATION.ID.eq(pipeline.organizationId()))
                .fetchSingle()
                .get(ORGANIZATION.SLUG));
    try {
      return new Steps.Known(StoredSteps.read(pipeline, organization, draft));
    } catch (InvalidPipeline e) {
      return new Steps.Faulty(e.sentence());
    }
  }

  private static long nextNumber(DSLContext sql, String pipelineId) {
    sql.update(PIPELINE)
        .set(PIPELINE.LAST_BUILD_NUMBER, PIPELINE.LAST_BUILD_NUMBER.plus(1L))
        .where(PIPELINE.ID.eq(pipelineId))
        .execute();
    // Behind the change: nobody archives it until this build is there.
    var pipeline =
        sql.select(PIPELINE.LAST_BUILD_NUMBER, PIPELINE.ARCHIVED_MS)
            .from(PIPELINE)
            .where(PIPELINE.ID.eq(pipelineId))
            .fetchSingle();
    if (pipeline.get(PIPELINE.ARCHIVED_MS) != null) {
      throw new InvalidField("pipeline", "is archived and takes no builds; unarchive it first");
    }
    return pipeline.get(PIPELINE.LAST_BUILD_NUMBER);
  }

  private static void insert(DSLContext sql, Build draft, long number) {
    long nowMs = draft.createdAt().toEpochMilli();
    sql.insertInto(BUILD)
        .set(BUILD.ID, draft.id())
        .set(BUILD.ORGANIZATION_ID, draft.organizationId())
        .set(BUILD.PIPELINE_ID, draft.pipelineId())
        .set(BUILD.NUMBER, number)
        .set(BUILD.STATE, draft.state().word())
        .set(BUILD.MESSAGE, draft.message())
        .set(BUILD.COMMIT_REF, draft.commit())
        .set(BUILD.BRANCH, draft.branch())
        .set(BUILD.ENV, Json.of(draft.env()))
        .set(BUILD.PIPELINE_ENV, "{}")
        .set(BUILD.UPLOAD_ENV, "{}")
        .set(BUILD.SOURCE, draft.source())
        .set(BUILD.CREATOR_ID, draft.creatorId())
        .set(BUILD.AUTHOR, draft.author() == null ? null : Json.of(draft.author()))
        .set(BUILD.PULL_REQUEST, draft.pullRequest() == null ? null : Json.of(draft.pullRequest()))
        .set(BUILD.REBUILT_FROM, draft.rebuiltFrom() == null ? null : draft.rebuiltFrom().id())
        .set(
            BUILD.REBUILT_FROM_NUMBER,
            draft.rebuiltFrom() == null ? null : draft.rebuiltFrom().number())
        .set(BUILD.CREATED_MS, nowMs)
        .set(BUILD.SCHEDULED_MS, nowMs)
        .execute();
    draft.metaData().forEach((key, value) -> insertMetaData(sql, draft.id(), key, value));
  }

  private static void insertMetaData(DSLContext sql, String buildId, String key, String value) {
    sql.insertInto(BUILD_META_DATA)
        .set(BUILD_META_DATA.BUILD_ID, buildId)
        .set(BUILD_META_DATA.META_KEY, key)
        .set(BUILD_META_DATA.META_VALUE, value)
        .execute();
  }

  private void begin(
      DSLContext sql, Pipeline pipeline, Build draft, PipelineDefinition definition) {
    var queues = new QueueRules(sql, pipeline.clusterId());
    var mistake = queues.mistakeIn(definition);
    if (mistake.isPresent()) {
      fail(sql, draft, mistake.get());
      return;
    }
    sql.update(BUILD)
        .set(BUILD.PIPELINE_ENV, Json.of(definition.env()))
        .where(BUILD.ID.eq(draft.id()))
        .execute();
    var place =
        new NewSteps.Place(
            pipeline.organizationId(),
            pipeline.clusterId(),
            pipeline.id(),
            draft.id(),
            null,
            0,
            null);
    new NewSteps(sql, place, queues, draft.createdAt()).insert(definition);
    Advance.on(sql, draft.id(), draft.createdAt().toEpochMilli());
  }

  private static void fail(DSLContext sql, Build draft, String why) {
    sql.update(BUILD).set(BUILD.FAILURE, why).where(BUILD.ID.eq(draft.id())).execute();
    Advance.become(sql, draft.id(), BuildState.FAILED, draft.createdAt().toEpochMilli());
  }
}
