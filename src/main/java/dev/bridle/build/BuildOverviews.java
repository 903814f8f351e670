package dev.bridle.build;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Reads builds for their pages: the same few queries, however many jobs there are. */
public final class BuildOverviews {
  private final Database database;

  public BuildOverviews(Database database) {
    this.database = database;
  }

  /** What a page shows of a build; it is at least as new as the build's revision in it. */
  public Optional<BuildOverview> find(String pipelineId, long number) {
    return database.read(sql ->
        Builds.find(sql, BUILD.PIPELINE_ID.eq(pipelineId).and(BUILD.NUMBER.eq(number)))
            .map(build -> overview(sql, build)));
  }

  private static BuildOverview overview(DSLContext sql, Build build) {
    var jobs =
        sql.select(JobLines.COLUMNS)
            .from(JOB)
            .where(JOB.BUILD_ID.eq(build.id()))
            .orderBy(JOB.POSITION, JOB.ATTEMPT, JOB.ID)
            .fetch(JobLines::of);
    return new BuildOverview(build, jobs, groups(sql, build), agents(sql, jobs));
  }

  private static Map<String, Group> groups(DSLContext sql, Build build) {
    return sql.select(STEP.ID, STEP.STEP_KEY, STEP.LABEL)
        .from(STEP)
        .where(STEP.BUILD_ID.eq(build.id()), STEP.TYPE.eq(Replacing.GROUP))
        .fetchMap(
            STEP.ID,
            row -> new Group(row.get(STEP.ID), row.get(STEP.STEP_KEY), row.get(STEP.LABEL)));
  }

  private static Map<String, String> agents(DSLContext sql, List<BuildChange.OfJob> jobs) {
    var ids =
        jobs.stream().map(BuildChange.OfJob::agentId).filter(Objects::nonNull).distinct().toList();
    return sql.select(AGENT.ID, AGENT.NAME)
        .from(AGENT)
        .where(AGENT.ID.in(ids))
        .fetchMap(AGENT.ID, AGENT.NAME);
  }
}
