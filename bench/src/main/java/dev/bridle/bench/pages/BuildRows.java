package dev.bridle.bench.pages;

import dev.bridle.bench.rows.Bulk;
import dev.bridle.bench.usage.CallRows;
import dev.bridle.bench.usage.RefusedRow;
import dev.bridle.ledger.GeneratedBuild;
import dev.bridle.ledger.GeneratedCall;
import dev.bridle.ledger.GeneratedSums;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds with their steps and jobs; those of the large one have asked a model. */
record BuildRows(Bulk bulk, Ids ids, PagesSize size) {
  /** More than any other job has: agents get the jobs of the build that goes on first. */
  private static final long FIRST_OF_ALL = 10;

  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");
  private static final String BUILD =
      """
      insert into build (id, organization_id, pipeline_id, number, state, message, commit_ref,
        branch, env, pipeline_env, upload_env, source, creator_id, created_ms, scheduled_ms,
        started_ms, finished_ms, revision)
      values (?, ?, ?, ?, ?, ?, ?, ?, '{}', '{}', '{}', 'api', ?, ?, ?, ?, ?, 5)\
      """;
  private static final String STEP =
      "insert into step (id, build_id, type, label, definition) values (?, ?, 'command', ?, '{}')";
  private static final String JOB =
      """
      insert into job (id, organization_id, cluster_id, pipeline_id, build_id, step_id, position,
        type, state, label, command, env, agent_rules, queue_id, priority, continue_on_failure,
        signed, attempt, agent_id, exit_status, chunks_failed, created_ms, scheduled_ms,
        started_ms, finished_ms, revision)
      values (?, ?, ?, ?, ?, ?, ?, 'script', ?, ?, 'make', '{}', '[]', ?, ?, ?, ?, 0, ?, ?, 0, ?, ?,
        ?, ?, 5)\
      """;

  void add() {
    long[] numbers = new long[size.pipelines()];
    for (int i = 0; i < size.builds(); i++) {
      int pipeline = size.pipelineOf(i);
      long number = ++numbers[pipeline];
      String id = build(ids.pipelines().get(pipeline), i, number);
      addJobs(id, i, ids.pipelines().get(pipeline), PagesSize.JOBS_OF_BUILD, 0);
    }
    for (int i = 0; i < numbers.length; i++) {
      numbered(ids.pipelines().get(i), numbers[i]);
    }
    String large = build(ids.large(), 0, 1);
    var jobs = addJobs(large, 0, ids.large(), size.largeJobs(), 0);
    addCalls(large, jobs);
    addRefused(large, jobs);
    String goingOn = build(ids.large(), size.builds() - 1, 2);
    addJobs(goingOn, size.builds() - 1, ids.large(), size.largeJobs(), FIRST_OF_ALL);
    numbered(ids.large(), 2);
  }

  private void numbered(String pipelineId, long last) {
    bulk.run("update pipeline set last_build_number = ? where id = ?", last, pipelineId);
  }

  /** When a build was made. */
  static Instant at(int build) {
    return START.plusSeconds(600L * build);
  }

  private String build(String pipelineId, int build, long number) {
    String id = Uuid7.at(at(build));
    long ms = at(build).toEpochMilli();
    boolean underWay = size.isUnderWay(build);
    bulk.add(
        BUILD,
        id,
        ids.organization(),
        pipelineId,
        number,
        underWay ? "scheduled" : build % 7 == 0 ? "failed" : "passed",
        "Change number " + number + " of something in the code",
        "f".repeat(40),
        build % 3 == 0 ? "main" : "feature/" + build / 9,
        ids.person(),
        ms,
        ms,
        underWay ? null : (Long) ms,
        underWay ? null : (Long) (ms + 300_000));
    return id;
  }

  private List<String> addJobs(
      String buildId, int build, String pipelineId, int many, long priority) {
    var jobs = new ArrayList<String>();
    long ms = at(build).toEpochMilli();
    boolean underWay = size.isUnderWay(build);
    @Nullable Long over = underWay ? null : (Long) (ms + 60_000);
    for (int i = 0; i < many; i++) {
      String step = Uuid7.at(at(build));
      String job = Uuid7.at(at(build));
      bulk.add(STEP, step, buildId, "Step number " + i);
      bulk.add(
          JOB,
          job,
          ids.organization(),
          ids.cluster(),
          pipelineId,
          buildId,
          step,
          (long) i,
          underWay ? "scheduled" : "finished",
          "Step number " + i,
          ids.queue(),
          priority,
          false,
          false,
          underWay ? null : ids.agent(),
          underWay ? null : (Long) (build % 7 == 0 && i == many - 1 ? 1L : 0L),
          ms,
          ms,
          underWay ? null : (Long) ms,
          over);
      jobs.add(job);
    }
    return jobs;
  }

  private void addRefused(String buildId, List<String> jobs) {
    var build = new GeneratedBuild(ids.organization(), buildId, 0, 1, "main", ids.person(), 0);
    for (int i = 0; i < jobs.size(); i++) {
      long ms = START.plusSeconds(i).toEpochMilli();
      bulk.add(RefusedRow.INSERT, RefusedRow.of(call(build, ms), jobs.get(i)));
    }
  }

  private void addCalls(String buildId, List<String> jobs) {
    var build = new GeneratedBuild(ids.organization(), buildId, 0, 1, "main", ids.person(), 0);
    var calls = new ArrayList<GeneratedCall>();
    for (int i = 0; i < jobs.size(); i++) {
      long ms = START.plusSeconds(i).toEpochMilli();
      var call = call(build, ms);
      calls.add(call);
      bulk.add(CallRows.INSERT, CallRows.of(call, jobs.get(i), i + 1L));
    }
    GeneratedSums.add(calls, Long.MAX_VALUE, bulk::add);
    bulk.run("update usage_cursor set settle_no = ?", (long) calls.size());
  }

  private static GeneratedCall call(GeneratedBuild build, long ms) {
    return new GeneratedCall(
        Uuid7.at(Instant.ofEpochMilli(ms)),
        build,
        ms,
        "claude-sonnet-5-5",
        "connection-1",
        "anthropic",
        "sandbox",
        "completed",
        900,
        700,
        9_000,
        400,
        20_000_000);
  }
}
