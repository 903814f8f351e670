package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static dev.bridle.store.schema.Tables.STEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How fast pages' reads are with 10,000 builds, of which one has 1,000 jobs: {@code ./bridle test
 * -Dtest=ManyBuilds}. Its name keeps it out of the ordinary run.
 */
class ManyBuilds {
  private static final int PIPELINES = 50;
  private static final int BUILDS = 10_000;
  private static final int LARGE = 1000;
  private static final int TIMES = 300;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> BRANCHES = List.of("main", "main", "main", "fix", "feature/x");

  private final List<String> pipelineIds = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void readsOfPagesAreFast(Engine engine) {
    try (var desk = new BuildDesk(engine)) {
      fill(desk);
      desk.database.execute(sql -> sql.execute("analyze"));
      measure(engine, desk);
    }
  }

  private void fill(BuildDesk desk) {
    for (int i = 0; i < PIPELINES; i++) {
      pipelineIds.add(desk.pipeline("  - command: a\n").id());
    }
    int perPipeline = BUILDS / PIPELINES;
    for (int from = 0; from < perPipeline; from += 10) {
      int first = from;
      desk.database.execute(sql -> {
        var rows = new ArrayList<Query>();
        for (int p = 0; p < PIPELINES; p++) {
          for (int n = first; n < first + 10; n++) {
            add(sql, rows, desk, p, n + 1, p == 0 && n == perPipeline - 1 ? LARGE : 8);
          }
        }
        sql.batch(rows).execute();
      });
    }
    desk.database.execute(
        sql -> sql.update(PIPELINE).set(PIPELINE.LAST_BUILD_NUMBER, (long) perPipeline).execute());
  }

  private void add(
      DSLContext sql, List<Query> rows, BuildDesk desk, int pipeline, int number, int jobs) {
    var at = START.plus(Duration.ofMinutes(number * 100L + pipeline));
    String id = Uuid7.at(at);
    boolean live = number > BUILDS / PIPELINES - 2;
    long ms = at.toEpochMilli();
    rows.add(
        sql.insertInto(BUILD)
            .set(BUILD.ID, id)
            .set(BUILD.ORGANIZATION_ID, desk.record.organizationId)
            .set(BUILD.PIPELINE_ID, pipelineIds.get(pipeline))
            .set(BUILD.NUMBER, (long) number)
            .set(BUILD.STATE, live ? "running" : number % 5 == 0 ? "failed" : "passed")
            .set(BUILD.MESSAGE, "Change number " + number + " of something in the code")
            .set(BUILD.COMMIT_REF, "f".repeat(40))
            .set(BUILD.BRANCH, BRANCHES.get(number % BRANCHES.size()))
            .set(BUILD.ENV, "{}")
            .set(BUILD.PIPELINE_ENV, "{}")
            .set(BUILD.UPLOAD_ENV, "{}")
            .set(BUILD.SOURCE, "api")
            .set(BUILD.CREATOR_ID, number % 3 == 0 ? null : desk.record.personId)
            .set(BUILD.CREATED_MS, ms)
            .set(BUILD.STARTED_MS, ms)
            .set(BUILD.FINISHED_MS, live ? null : Long.valueOf(ms + 60_000))
            .set(BUILD.REVISION, 5L));
    for (int i = 0; i < jobs; i++) {
      String step = Uuid7.at(at);
      rows.add(
          sql.insertInto(STEP)
              .set(STEP.ID, step)
              .set(STEP.BUILD_ID, id)
              .set(STEP.TYPE, "command")
              .set(STEP.LABEL, "Step " + i)
              .set(STEP.DEFINITION, "{}"));
      rows.add(job(sql, desk, pipelineIds.get(pipeline), id, step, at, i, live));
    }
  }

  private static Query job(
      DSLContext sql,
      BuildDesk desk,
      String pipelineId,
      String buildId,
      String step,
      Instant at,
      long position,
      boolean live) {
    return sql.insertInto(JOB)
        .set(JOB.ID, Uuid7.at(at))
        .set(JOB.ORGANIZATION_ID, desk.record.organizationId)
        .set(JOB.CLUSTER_ID, desk.record.clusterId)
        .set(JOB.PIPELINE_ID, pipelineId)
        .set(JOB.BUILD_ID, buildId)
        .set(JOB.STEP_ID, step)
        .set(JOB.POSITION, position)
        .set(JOB.TYPE, "script")
        .set(JOB.STATE, live ? "running" : "finished")
        .set(JOB.LABEL, "Step " + position)
        .set(JOB.COMMAND, "make")
        .set(JOB.ENV, "{}")
        .set(JOB.AGENT_RULES, "[]")
        .set(JOB.QUEUE_ID, desk.record.queueId)
        .set(JOB.PRIORITY, 0L)
        .set(JOB.CONTINUE_ON_FAILURE, false)
        .set(JOB.SIGNED, false)
        .set(JOB.ATTEMPT, 0L)
        .set(JOB.AGENT_ID, desk.record.agentId)
        .set(JOB.EXIT_STATUS, live ? null : Long.valueOf(0))
        .set(JOB.CHUNKS_FAILED, 0L)
        .set(JOB.CREATED_MS, at.toEpochMilli())
        .set(JOB.REVISION, 5L);
  }

  private void measure(Engine engine, BuildDesk desk) {
    Database database = desk.database;
    String organization = desk.record.organizationId;
    var lines = new BuildLines(database);
    var overviews = new BuildOverviews(database);
    String first = pipelineIds.getFirst();
    long last = BUILDS / PIPELINES;
    String middle =
        lines.list(filter(organization, null, null, null), null, null, 5000).getLast().id();

    assertThat(
            List.of(
                p99(engine, "build of 8 jobs", () -> overviews.find(first, last - 50)),
                p99(engine, "build of 1,000 jobs", () -> overviews.find(first, last)),
                p99(
                    engine,
                    "50 pipelines",
                    () -> new PipelineOverviews(database).list(organization, null, null, 50)),
                p99(engine, "newest builds", () -> list(lines, organization, null, null, null)),
                p99(engine, "of a pipeline", () -> list(lines, organization, first, null, null)),
                p99(engine, "of a branch", () -> list(lines, organization, first, "fix", null)),
                p99(
                    engine,
                    "failed, of all",
                    () -> list(lines, organization, null, null, BuildState.FAILED)),
                p99(
                    engine,
                    "canceled, of all (there are none)",
                    () -> list(lines, organization, null, null, BuildState.CANCELED)),
                p99(
                    engine,
                    "5,000 builds back",
                    () -> lines.list(filter(organization, null, null, null), middle, null, 31)),
                p99(engine, "changes of a build", () -> follow(database, desk, first, last))))
        .allMatch(took -> took.toMillis() < 50);
  }

  private static Object follow(Database database, BuildDesk desk, String pipeline, long number) {
    var build = desk.builds.find(pipeline, number).orElseThrow();
    var live = new LiveBuilds(database, job -> 0, Duration.ofDays(1));
    try (live;
        var reader = live.follow("a", build.id(), Set.of(), 4).orElseThrow()) {
      return reader.next(Duration.ofMillis(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<BuildLine> list(
      BuildLines lines,
      String organization,
      @Nullable String pipeline,
      @Nullable String branch,
      @Nullable BuildState state) {
    return lines.list(filter(organization, pipeline, branch, state), null, null, 31);
  }

  private static Builds.Filter filter(
      String organization,
      @Nullable String pipeline,
      @Nullable String branch,
      @Nullable BuildState state) {
    return new Builds.Filter(
        organization,
        pipeline,
        state == null ? List.of() : List.of(state),
        branch == null ? List.of() : List.of(branch),
        List.of(),
        List.of());
  }

  private static Duration p99(Engine engine, String what, java.util.function.Supplier<?> read) {
    long[] took = new long[TIMES];
    for (int i = 0; i < TIMES / 3; i++) {
      var _ = read.get();
    }
    for (int i = 0; i < TIMES; i++) {
      long before = System.nanoTime();
      var _ = read.get();
      took[i] = System.nanoTime() - before;
    }
    Arrays.sort(took);
    long p99 = took[TIMES * 99 / 100];
    System.out.printf(
        "%-10s %-34s median %6.2f ms, p99 %6.2f ms%n",
        engine, what, took[TIMES / 2] / 1e6, p99 / 1e6);
    return Duration.ofNanos(p99);
  }
}
