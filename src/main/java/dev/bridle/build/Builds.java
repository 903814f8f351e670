package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.BUILD_META_DATA;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Finds builds and their jobs. */
public final class Builds {
  /** Which builds of an organization are asked for; an empty list asks for any. */
  public record Filter(
      String organizationId,
      @Nullable String pipelineId,
      List<BuildState> states,
      List<String> branches,
      List<String> commits,
      List<String> creators) {
    Condition condition() {
      var condition = BUILD.ORGANIZATION_ID.eq(organizationId);
      if (pipelineId != null) {
        condition = condition.and(BUILD.PIPELINE_ID.eq(pipelineId));
      }
      if (!states.isEmpty()) {
        condition = condition.and(BUILD.STATE.in(states.stream().map(BuildState::word).toList()));
      }
      return condition
          .and(branches.isEmpty() ? DSL.noCondition() : BUILD.BRANCH.in(branches))
          .and(commits.isEmpty() ? DSL.noCondition() : BUILD.COMMIT_REF.in(commits))
          .and(creators.isEmpty() ? DSL.noCondition() : BUILD.CREATOR_ID.in(creators));
    }
  }

  private final Database database;

  public Builds(Database database) {
    this.database = database;
  }

  /** Newest first. */
  public List<Build> list(Filter filter, int skip, int atMost) {
    return database.read(sql -> {
      var rows =
          sql.selectFrom(BUILD)
              .where(filter.condition())
              .orderBy(BUILD.ID.desc())
              .limit(atMost)
              .offset(skip)
              .fetch();
      var metaData = metaData(sql, rows.getValues(BUILD.ID));
      return rows.map(r -> Rows.build(r, metaData.getOrDefault(r.get(BUILD.ID), Map.of())));
    });
  }

  /** The last build of each pipeline of an organization that has any, by the pipeline's id. */
  public Map<String, Build> last(String organizationId) {
    return database.read(sql ->
        sql.select(BUILD.fields())
            .from(PIPELINE)
            .join(BUILD)
            .on(BUILD.PIPELINE_ID.eq(PIPELINE.ID), BUILD.NUMBER.eq(PIPELINE.LAST_BUILD_NUMBER))
            .where(PIPELINE.ORGANIZATION_ID.eq(organizationId))
            .fetchMap(BUILD.PIPELINE_ID, row -> Rows.build(row, Map.of())));
  }

  public int count(Filter filter) {
    return database.read(sql -> sql.fetchCount(BUILD, filter.condition()));
  }

  public Optional<Build> find(String pipelineId, long number) {
    return findWhere(BUILD.PIPELINE_ID.eq(pipelineId).and(BUILD.NUMBER.eq(number)));
  }

  public Build get(String id) {
    return findWhere(BUILD.ID.eq(id)).orElseThrow();
  }

  private Optional<Build> findWhere(Condition which) {
    return database.read(sql -> find(sql, which));
  }

  static Optional<Build> find(DSLContext sql, Condition which) {
    return sql.selectFrom(BUILD)
        .where(which)
        .fetchOptional(row -> {
          String id = row.get(BUILD.ID);
          return Rows.build(row, metaData(sql, List.of(id)).getOrDefault(id, Map.of()));
        });
  }

  private static Map<String, Map<String, String>> metaData(DSLContext sql, List<String> builds) {
    var all = new HashMap<String, Map<String, String>>();
    sql.selectFrom(BUILD_META_DATA)
        .where(BUILD_META_DATA.BUILD_ID.in(builds))
        .forEach(row ->
            all.computeIfAbsent(row.get(BUILD_META_DATA.BUILD_ID), _ -> new TreeMap<>())
                .put(row.get(BUILD_META_DATA.META_KEY), row.get(BUILD_META_DATA.META_VALUE)));
    return all;
  }

  /** The jobs of builds, each in its build's order. */
  public SequencedMap<String, List<Job>> jobs(List<Build> builds) {
    var jobs = new java.util.LinkedHashMap<String, List<Job>>();
    builds.forEach(build -> jobs.put(build.id(), new ArrayList<>()));
    database
        .read(sql ->
            sql.selectFrom(JOB)
                .where(JOB.BUILD_ID.in(jobs.keySet()))
                .orderBy(JOB.BUILD_ID, JOB.POSITION, JOB.ATTEMPT, JOB.ID)
                .fetch(Rows::job))
        .forEach(job -> jobs.getOrDefault(job.buildId(), new ArrayList<>()).add(job));
    return jobs;
  }

  public List<Job> jobs(Build build) {
    return jobs(List.of(build)).getOrDefault(build.id(), List.of());
  }

  public Optional<Job> job(String buildId, String jobId) {
    return database.read(sql ->
        sql.selectFrom(JOB)
            .where(JOB.BUILD_ID.eq(buildId), JOB.ID.eq(jobId))
            .fetchOptional(Rows::job));
  }
}
