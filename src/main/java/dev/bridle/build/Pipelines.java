package dev.bridle.build;

import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Slug;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The pipelines of organizations. */
public final class Pipelines {
  private static final int LONGEST_NAME = 255;

  private final Database database;
  private final InstantSource clock;

  public Pipelines(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public List<Pipeline> list(String organizationId, int skip, int atMost) {
    return database.read(sql ->
        sql.selectFrom(PIPELINE)
            .where(PIPELINE.ORGANIZATION_ID.eq(organizationId))
            .orderBy(PIPELINE.CREATED_MS, PIPELINE.ID)
            .limit(atMost)
            .offset(skip)
            .fetch(Pipelines::pipeline));
  }

  public int count(String organizationId) {
    return database.read(
        sql -> sql.fetchCount(PIPELINE, PIPELINE.ORGANIZATION_ID.eq(organizationId)));
  }

  public Optional<Pipeline> find(String organizationId, String slug) {
    return findWhere(PIPELINE.ORGANIZATION_ID.eq(organizationId).and(PIPELINE.SLUG.eq(slug)));
  }

  public Map<String, Pipeline> byId(Collection<String> ids) {
    return database.read(sql ->
        sql.selectFrom(PIPELINE)
            .where(PIPELINE.ID.in(ids))
            .fetchMap(PIPELINE.ID, Pipelines::pipeline));
  }

  private Optional<Pipeline> findWhere(Condition which) {
    return database.read(
        sql -> sql.selectFrom(PIPELINE).where(which).fetchOptional(Pipelines::pipeline));
  }

  /**
   * Makes a pipeline.
   *
   * @throws InvalidField when a field can't be what it is
   * @throws dev.bridle.pipeline.InvalidPipeline when its steps can't run
   */
  public Pipeline create(NewPipeline wanted) {
    if (wanted.name().isBlank() || wanted.name().length() > LONGEST_NAME) {
      throw new InvalidField("name", "must be 1 to " + LONGEST_NAME + " characters long");
    }
    var slug = wanted.slug() == null ? Slug.ofName(wanted.name()) : new Slug(wanted.slug());
    var now = clock.instant();
    var made = pipeline(wanted, slug, now);
    StoredSteps.check(made);
    if (!database.write(sql -> insert(sql, made))) {
      throw new InvalidField("slug", "\"" + slug + "\" is taken by another pipeline");
    }
    return made;
  }

  private static Pipeline pipeline(NewPipeline wanted, Slug slug, Instant now) {
    return new Pipeline(
        Uuid7.at(now),
        wanted.organizationId(),
        wanted.clusterId(),
        slug.value(),
        wanted.name().strip(),
        wanted.description(),
        wanted.repository().strip(),
        wanted.defaultBranch(),
        wanted.configuration(),
        wanted.createdBy(),
        Instant.ofEpochMilli(now.toEpochMilli()));
  }

  private static boolean insert(DSLContext sql, Pipeline made) {
    return sql.insertInto(PIPELINE)
            .set(PIPELINE.ID, made.id())
            .set(PIPELINE.ORGANIZATION_ID, made.organizationId())
            .set(PIPELINE.CLUSTER_ID, made.clusterId())
            .set(PIPELINE.SLUG, made.slug())
            .set(PIPELINE.NAME, made.name())
            .set(PIPELINE.DESCRIPTION, made.description())
            .set(PIPELINE.REPOSITORY, made.repository())
            .set(PIPELINE.DEFAULT_BRANCH, made.defaultBranch())
            .set(PIPELINE.CONFIGURATION, made.configuration())
            .set(PIPELINE.LAST_BUILD_NUMBER, 0L)
            .set(PIPELINE.CREATED_BY, made.createdBy())
            .set(PIPELINE.CREATED_MS, made.createdAt().toEpochMilli())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  static Pipeline pipeline(Record row) {
    return new Pipeline(
        row.get(PIPELINE.ID),
        row.get(PIPELINE.ORGANIZATION_ID),
        row.get(PIPELINE.CLUSTER_ID),
        row.get(PIPELINE.SLUG),
        row.get(PIPELINE.NAME),
        row.get(PIPELINE.DESCRIPTION),
        row.get(PIPELINE.REPOSITORY),
        row.get(PIPELINE.DEFAULT_BRANCH),
        row.get(PIPELINE.CONFIGURATION),
        row.get(PIPELINE.CREATED_BY),
        Instant.ofEpochMilli(row.get(PIPELINE.CREATED_MS)));
  }
}
