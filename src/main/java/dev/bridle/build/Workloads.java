package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Counts what is under way in pipelines. */
public final class Workloads {
  private static final List<String> UNDER_WAY =
      Arrays.stream(BuildState.values()).filter(s -> !s.over()).map(BuildState::word).toList();

  private final Database database;

  public Workloads(Database database) {
    this.database = database;
  }

  public Workload of(String pipelineId) {
    return of(List.of(pipelineId)).getOrDefault(pipelineId, Workload.NONE);
  }

  /** By the pipeline's id; a pipeline in which nothing is under way may be missing. */
  public Map<String, Workload> of(Collection<String> pipelineIds) {
    return database.read(sql -> {
      // As the index of those under way has it.
      var underWay =
          BUILD
              .PIPELINE_ID
              .in(pipelineIds)
              .and(BUILD.STATE.in(UNDER_WAY))
              .and(BUILD.FINISHED_MS.isNull());
      var counted = new HashMap<String, Workload>();
      addBuilds(sql, underWay, counted);
      addJobs(sql, underWay, counted);
      return counted;
    });
  }

  private static void addBuilds(DSLContext sql, Condition which, Map<String, Workload> counted) {
    sql.select(BUILD.PIPELINE_ID, BUILD.STATE, DSL.count())
        .from(BUILD)
        .where(which)
        .groupBy(BUILD.PIPELINE_ID, BUILD.STATE)
        .forEach(row ->
            counted.put(
                row.value1(),
                counted
                    .getOrDefault(row.value1(), Workload.NONE)
                    .withBuilds(BuildState.of(row.value2()), row.value3())));
  }

  /** By way of the builds: a job that is not over is in a build that is not over. */
  private static void addJobs(DSLContext sql, Condition which, Map<String, Workload> counted) {
    sql.select(BUILD.PIPELINE_ID, JOB.STATE, DSL.count())
        .from(BUILD)
        .join(JOB)
        .on(JOB.BUILD_ID.eq(BUILD.ID))
        .where(which)
        .and(JOB.TYPE.eq(JobType.SCRIPT.word()))
        .groupBy(BUILD.PIPELINE_ID, JOB.STATE)
        .forEach(row ->
            counted.put(
                row.value1(),
                counted
                    .getOrDefault(row.value1(), Workload.NONE)
                    .withJobs(JobState.of(row.value2()), row.value3())));
  }
}
