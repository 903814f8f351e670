package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE_UPLOAD;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Token;
import dev.bridle.pipeline.BakedTokens;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineDefinition;
import dev.bridle.pipeline.PipelineUpload;
import dev.bridle.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Adds to a build the steps that one of its jobs sends. */
public final class Uploads {
  /** One upload; the uuid stays the same when it is sent again. */
  public record Upload(String jobId, String uuid, JsonNode pipeline, boolean replace) {}

  /** The most jobs that a build can have, attempts among them. */
  static final int MOST_JOBS = 4000;

  static final String TOO_MANY_JOBS = "A build can have at most " + MOST_JOBS + " jobs.";

  private static final int MOST_UPLOADS = 500;

  private final Database database;
  private final InstantSource clock;

  public Uploads(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Applies an upload once, however often it comes. */
  public UploadAnswer apply(Upload upload) {
    if (applied(upload.jobId(), upload.uuid())) {
      return new UploadAnswer.Applied();
    }
    PipelineDefinition definition;
    try {
      definition =
          database.read(sql -> PipelineUpload.parse(upload.pipeline(), tokens(sql, upload)));
    } catch (InvalidPipeline e) {
      return new UploadAnswer.Rejected(e.sentence());
    }
    return database.write(sql -> {
      var uploader = sql.selectFrom(JOB).where(JOB.ID.eq(upload.jobId())).fetchSingle();
      return new Applying(sql, upload, uploader, definition, clock.instant()).run();
    });
  }

  private static BakedTokens tokens(DSLContext sql, Upload upload) {
    return new BakedTokens(
        Token.JOB_TOKENS, token -> JobTokens.belongsTo(sql, upload.jobId(), token));
  }

  /** Whether an upload was applied. */
  public boolean applied(String jobId, String uuid) {
    return database.read(sql -> applied(sql, jobId, uuid));
  }

  private static boolean applied(DSLContext sql, String jobId, String uuid) {
    return sql.fetchExists(
        PIPELINE_UPLOAD, PIPELINE_UPLOAD.JOB_ID.eq(jobId), PIPELINE_UPLOAD.UUID.eq(uuid));
  }

  /** One upload within its transaction. */
  private record Applying(
      DSLContext sql, Upload upload, Record uploader, PipelineDefinition definition, Instant now) {
    private String buildId() {
      return uploader.get(JOB.BUILD_ID);
    }

    UploadAnswer run() {
      var state = Advance.lock(sql, buildId());
      if (applied(sql, upload.jobId(), upload.uuid())) {
        return new UploadAnswer.Applied();
      }
      var queues = new QueueRules(sql, uploader.get(JOB.CLUSTER_ID));
      var mistake =
          mistake(state)
              .or(() -> queues.mistakeIn(definition))
              .or(this::takenKey)
              .or(this::tooMuch);
      if (mistake.isPresent()) {
        return new UploadAnswer.Rejected(mistake.get());
      }
      add(queues);
      return new UploadAnswer.Applied();
    }

    private Optional<String> mistake(BuildState build) {
      String job =
          sql.select(JOB.STATE)
              .from(JOB)
              .where(JOB.ID.eq(upload.jobId()))
              .fetchSingle()
              .get(JOB.STATE);
      boolean running = build.underWay() && !JobState.of(job).over();
      return running
          ? Optional.empty()
          : Optional.of("You can only change the pipeline of a running build");
    }

    private Optional<String> takenKey() {
      var goesOn = place().group();
      var first = definition.steps().isEmpty() ? null : definition.steps().getFirst();
      List<String> wanted =
          definition.keys().stream()
              .filter(
                  key -> goesOn == null || !(goesOn.goesOnIn(first) && key.equals(goesOn.key())))
              .toList();
      var replaced = upload.replace() ? Replacing.stepsOf(sql, buildId()) : List.<String>of();
      return sql
          .select(STEP.STEP_KEY)
          .from(STEP)
          .where(STEP.BUILD_ID.eq(buildId()))
          .and(STEP.STEP_KEY.in(wanted))
          .and(STEP.ID.notIn(replaced))
          .fetch(STEP.STEP_KEY)
          .stream()
          .findFirst()
          .map(InvalidPipeline::keyTaken);
    }

    private Optional<String> tooMuch() {
      int jobs = sql.fetchCount(JOB, JOB.BUILD_ID.eq(buildId())) + definition.flat().size();
      if (jobs > MOST_JOBS) {
        return Optional.of(TOO_MANY_JOBS);
      }
      int uploads =
          sql.fetchCount(
              PIPELINE_UPLOAD.join(JOB).on(JOB.ID.eq(PIPELINE_UPLOAD.JOB_ID)),
              JOB.BUILD_ID.eq(buildId()));
      return uploads < MOST_UPLOADS
          ? Optional.empty()
          : Optional.of("A build can take at most " + MOST_UPLOADS + " uploads.");
    }

    private void add(QueueRules queues) {
      if (upload.replace()) {
        Replacing.drop(sql, buildId(), now.toEpochMilli());
      }
      remember();
      mergeEnv();
      new NewSteps(sql, place(), queues, now).insert(definition);
      Advance.on(sql, buildId(), now.toEpochMilli());
    }

    private void remember() {
      sql.insertInto(PIPELINE_UPLOAD)
          .set(PIPELINE_UPLOAD.JOB_ID, upload.jobId())
          .set(PIPELINE_UPLOAD.UUID, upload.uuid())
          .set(PIPELINE_UPLOAD.CREATED_MS, now.toEpochMilli())
          .execute();
    }

    private void mergeEnv() {
      @Nullable String known =
          sql.select(BUILD.UPLOAD_ENV)
              .from(BUILD)
              .where(BUILD.ID.eq(buildId()))
              .fetchSingle()
              .get(BUILD.UPLOAD_ENV);
      sql.update(BUILD)
          .set(BUILD.UPLOAD_ENV, Json.of(Json.merged(Json.texts(known), definition.env())))
          .where(BUILD.ID.eq(buildId()))
          .execute();
    }

    private NewSteps.Place place() {
      // Read again: another upload may have moved it while this one waited.
      long position =
          sql.select(JOB.POSITION)
              .from(JOB)
              .where(JOB.ID.eq(upload.jobId()))
              .fetchSingle()
              .get(JOB.POSITION);
      return new NewSteps.Place(
          uploader.get(JOB.ORGANIZATION_ID),
          uploader.get(JOB.CLUSTER_ID),
          uploader.get(JOB.PIPELINE_ID),
          buildId(),
          upload.jobId(),
          position,
          Group.of(sql, uploader.get(JOB.GROUP_ID)));
    }
  }
}
