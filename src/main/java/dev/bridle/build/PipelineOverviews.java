package dev.bridle.build;

import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.store.Database;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads the pipelines of an organization with their last builds. */
public final class PipelineOverviews {
  private static final int BUILDS_OF_EACH = 10;

  private final Database database;
  private final BuildLines builds;

  public PipelineOverviews(Database database) {
    this.database = database;
    this.builds = new BuildLines(database);
  }

  /**
   * Pipelines by their slugs.
   *
   * @param text what the name or the repository must have in it, in whatever case
   * @param archived those that are archived, or those that are not
   * @param after only those behind this slug
   */
  public List<PipelineOverview> list(
      String organizationId,
      boolean archived,
      @Nullable String text,
      @Nullable String after,
      int atMost) {
    var behind = after == null ? DSL.noCondition() : PIPELINE.SLUG.gt(after);
    return overviews(
        which(organizationId, archived, text).and(behind), PIPELINE.SLUG.asc(), atMost);
  }

  /** The last pipelines before a slug, by their slugs too. */
  public List<PipelineOverview> listBefore(
      String organizationId, boolean archived, @Nullable String text, String before, int atMost) {
    var which = which(organizationId, archived, text).and(PIPELINE.SLUG.lt(before));
    return overviews(which, PIPELINE.SLUG.desc(), atMost).reversed();
  }

  private static Condition which(String organizationId, boolean archived, @Nullable String text) {
    return DSL.and(
        PIPELINE.ORGANIZATION_ID.eq(organizationId),
        archived ? PIPELINE.ARCHIVED_MS.isNotNull() : PIPELINE.ARCHIVED_MS.isNull(),
        text == null ? DSL.noCondition() : has(text));
  }

  private List<PipelineOverview> overviews(Condition which, OrderField<?> order, int atMost) {
    var found =
        database.read(sql ->
            sql.select(
                    PIPELINE.ID,
                    PIPELINE.SLUG,
                    PIPELINE.NAME,
                    PIPELINE.DESCRIPTION,
                    PIPELINE.REPOSITORY,
                    PIPELINE.DEFAULT_BRANCH)
                .from(PIPELINE)
                .where(which)
                .orderBy(order)
                .limit(atMost)
                .fetch());
    var ids = found.getValues(PIPELINE.ID);
    var last = builds.last(ids, BUILDS_OF_EACH);
    return found.map(row -> overview(row, last));
  }

  public int countArchived(String organizationId) {
    return database.<Integer>read(sql ->
        sql.fetchCount(
            PIPELINE,
            PIPELINE.ORGANIZATION_ID.eq(organizationId).and(PIPELINE.ARCHIVED_MS.isNotNull())));
  }

  private static Condition has(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return contains(PIPELINE.NAME, wanted).or(contains(PIPELINE.REPOSITORY, wanted));
  }

  private static Condition contains(Field<String> field, String wanted) {
    return DSL.position(DSL.lower(field), wanted).gt(0);
  }

  private static PipelineOverview overview(Record row, Map<String, List<BuildLine>> last) {
    String id = row.get(PIPELINE.ID);
    return new PipelineOverview(
        id,
        row.get(PIPELINE.SLUG),
        row.get(PIPELINE.NAME),
        row.get(PIPELINE.DESCRIPTION),
        row.get(PIPELINE.REPOSITORY),
        row.get(PIPELINE.DEFAULT_BRANCH),
        last.getOrDefault(id, List.of()));
  }
}
