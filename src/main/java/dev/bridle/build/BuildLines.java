package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.store.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Lists of builds for those who look them over. */
public final class BuildLines {
  private static final int LONGEST_MESSAGE = 300;

  private final Database database;

  public BuildLines(Database database) {
    this.database = database;
  }

  /**
   * Builds after, or before, one of them in the list of newest first.
   *
   * @param after only what is older than this build
   * @param before only what is newer than it: those next to it
   */
  public List<BuildLine> list(
      Builds.Filter filter, @Nullable String after, @Nullable String before, int atMost) {
    var which =
        DSL.and(
            filter.condition(),
            after == null ? DSL.noCondition() : BUILD.ID.lt(after),
            before == null ? DSL.noCondition() : BUILD.ID.gt(before));
    var order = before == null ? BUILD.ID.desc() : BUILD.ID.asc();
    var found =
        database.read(
            sql -> lines(sql).where(which).orderBy(order).limit(atMost).fetch(BuildLines::line));
    return before == null ? found : found.reversed();
  }

  /** The names of those who made the last builds of a pipeline, by their ids, in order. */
  public Map<String, String> creators(String pipelineId, int ofLast) {
    var last =
        DSL.select(BUILD.CREATOR_ID)
            .from(BUILD)
            .where(BUILD.PIPELINE_ID.eq(pipelineId))
            .orderBy(BUILD.ID.desc())
            .limit(ofLast)
            .asTable("last_builds");
    return database.read(sql ->
        sql.select(PERSON.ID, PERSON.NAME)
            .from(PERSON)
            .where(PERSON.ID.in(DSL.select(last.field(BUILD.CREATOR_ID)).from(last)))
            .orderBy(PERSON.NAME, PERSON.ID)
            .fetchMap(PERSON.ID, PERSON.NAME));
  }

  /** The last builds of each pipeline, newest first, by the pipeline's id. */
  public Map<String, List<BuildLine>> last(Collection<String> pipelineIds, int ofEach) {
    var last = new LinkedHashMap<String, List<BuildLine>>();
    pipelineIds.forEach(id -> last.put(id, new java.util.ArrayList<>()));
    database
        .read(sql ->
            lines(sql)
                .join(PIPELINE)
                .on(PIPELINE.ID.eq(BUILD.PIPELINE_ID))
                .where(PIPELINE.ID.in(pipelineIds))
                // Numbers have no holes: nothing is ever taken out.
                .and(BUILD.NUMBER.gt(PIPELINE.LAST_BUILD_NUMBER.minus((long) ofEach)))
                .orderBy(BUILD.PIPELINE_ID, BUILD.NUMBER.desc())
                .fetch(BuildLines::line))
        .forEach(line -> last.getOrDefault(line.pipelineId(), List.of()).add(line));
    return last;
  }

  private static SelectOnConditionStep<? extends Record> lines(DSLContext sql) {
    return sql.select(
            BUILD.ID,
            BUILD.PIPELINE_ID,
            BUILD.NUMBER,
            BUILD.STATE,
            DSL.substring(BUILD.MESSAGE, 1, LONGEST_MESSAGE).as(BUILD.MESSAGE),
            BUILD.BRANCH,
            BUILD.COMMIT_REF,
            BUILD.SOURCE,
            PERSON.NAME,
            BUILD.CREATED_MS,
            BUILD.STARTED_MS,
            BUILD.FINISHED_MS)
        .from(BUILD)
        .leftJoin(PERSON)
        .on(PERSON.ID.eq(BUILD.CREATOR_ID));
  }

  private static BuildLine line(Record row) {
    return new BuildLine(
        row.get(BUILD.ID),
        row.get(BUILD.PIPELINE_ID),
        row.get(BUILD.NUMBER),
        BuildState.of(row.get(BUILD.STATE)),
        row.get(BUILD.MESSAGE.getName(), String.class),
        row.get(BUILD.BRANCH),
        row.get(BUILD.COMMIT_REF),
        row.get(BUILD.SOURCE),
        row.get(PERSON.NAME),
        Instant.ofEpochMilli(row.get(BUILD.CREATED_MS)),
        JobLines.instant(row.get(BUILD.STARTED_MS)),
        JobLines.instant(row.get(BUILD.FINISHED_MS)));
  }
}
