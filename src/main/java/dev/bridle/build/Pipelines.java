package dev.bridle.build;

import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Slug;
import dev.bridle.pipeline.PipelineProblem;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The pipelines of organizations. */
public final class Pipelines {
  private static final int LONGEST_NAME = 255;

  private static final String SUBJECT = "PIPELINE";

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public Pipelines(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
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
  public Pipeline create(NewPipeline wanted, Actor by) {
    name(wanted.name());
    var slug = wanted.slug() == null ? Slug.ofName(wanted.name()) : new Slug(wanted.slug());
    var now = clock.instant();
    var made = pipeline(wanted, slug, now);
    StoredSteps.check(made);
    if (!database.write(sql -> insert(sql, made, by))) {
      throw new InvalidField("slug", "\"" + slug + "\" is taken by another pipeline");
    }
    return made;
  }

  /**
   * Changes a pipeline; builds that were made before stay as they are.
   *
   * @throws InvalidField when a field can't be what it is
   * @throws dev.bridle.pipeline.InvalidPipeline when its steps can't run
   */
  public Pipeline change(Pipeline before, PipelineChange change, Actor by) {
    var wanted = after(before, change);
    database.execute(sql -> {
      var now = locked(sql, before.id());
      update(sql, now, after(now, before, wanted, change), change, by);
    });
    return find(before.organizationId(), before.slug()).orElseThrow();
  }

  /**
   * Changes a pipeline as the other method does, unless someone else has changed the same fields.
   *
   * @param seen what the fields had when the change was thought out, from {@link
   *     PipelineChange#seen}
   * @return whether it is now as it was to be
   */
  public boolean changeSeen(Pipeline before, PipelineChange change, String seen, Actor by) {
    var wanted = after(before, change);
    return database.write(sql -> {
      var now = locked(sql, before.id());
      boolean mayChange = change.seen(now).equals(seen);
      if (mayChange) {
        update(sql, now, after(now, before, wanted, change), change, by);
      }
      return mayChange || change.seen(now).equals(change.seen(wanted));
    });
  }

  /**
   * What was checked before the transaction; checked again only when another change came between,
   * so that the one thread that writes need not read steps. Each of two changes can be sound and
   * both together not.
   */
  private static Pipeline after(
      Pipeline now, Pipeline before, Pipeline wanted, PipelineChange change) {
    return now.equals(before) ? wanted : after(now, change);
  }

  private static Pipeline after(Pipeline before, PipelineChange change) {
    var after =
        new Pipeline(
            before.id(),
            before.organizationId(),
            before.clusterId(),
            before.slug(),
            change.name().map(Pipelines::name).orElse(before.name()),
            change.description().or(() -> Optional.ofNullable(before.description())).orElse(null),
            change.repository().map(String::strip).orElse(before.repository()),
            change.defaultBranch().map(String::strip).orElse(before.defaultBranch()),
            change.configuration().orElse(before.configuration()),
            before.createdBy(),
            before.createdAt(),
            before.archivedAt());
    if (after.defaultBranch().isEmpty()) {
      throw new InvalidField("default_branch", "must be given");
    }
    StoredSteps.check(after);
    return after;
  }

  /** Only what is to change: someone else may be changing the rest. */
  private void update(
      DSLContext sql, Pipeline before, Pipeline after, PipelineChange change, Actor by) {
    var values = new LinkedHashMap<Field<?>, @Nullable Object>();
    change.name().ifPresent(_ -> values.put(PIPELINE.NAME, after.name()));
    change.description().ifPresent(_ -> values.put(PIPELINE.DESCRIPTION, after.description()));
    change.repository().ifPresent(_ -> values.put(PIPELINE.REPOSITORY, after.repository()));
    change
        .defaultBranch()
        .ifPresent(_ -> values.put(PIPELINE.DEFAULT_BRANCH, after.defaultBranch()));
    change
        .configuration()
        .ifPresent(_ -> values.put(PIPELINE.CONFIGURATION, after.configuration()));
    if (!values.isEmpty()) {
      sql.update(PIPELINE).set(values).where(PIPELINE.ID.eq(after.id())).execute();
    }
    var was = told(before);
    var is = told(stored(sql, after.id()));
    if (!was.equals(is)) {
      audit.record(
          sql,
          by,
          new AuditEvent(
              after.organizationId(),
              SUBJECT + "_UPDATED",
              SUBJECT,
              after.id(),
              after.name(),
              AuditLog.only(was, is),
              AuditLog.only(is, was)));
    }
  }

  /** From now on it takes no builds; those that there are go on. One that is archived stays so. */
  public Pipeline archive(Pipeline pipeline, Actor by) {
    return archive(pipeline, clock.millis(), "_ARCHIVED", by);
  }

  /** It takes builds again. */
  public Pipeline unarchive(Pipeline pipeline, Actor by) {
    return archive(pipeline, null, "_UNARCHIVED", by);
  }

  private Pipeline archive(Pipeline pipeline, @Nullable Long since, String act, Actor by) {
    return database.write(sql -> {
      int changed =
          sql.update(PIPELINE)
              .set(PIPELINE.ARCHIVED_MS, since)
              .where(PIPELINE.ID.eq(pipeline.id()))
              .and(since == null ? PIPELINE.ARCHIVED_MS.isNotNull() : PIPELINE.ARCHIVED_MS.isNull())
              .execute();
      var now = stored(sql, pipeline.id());
      if (changed == 1) {
        audit.record(
            sql,
            by,
            new AuditEvent(
                now.organizationId(),
                SUBJECT + act,
                SUBJECT,
                now.id(),
                now.name(),
                Map.of(),
                Map.of()));
      }
      return now;
    });
  }

  /** As it is until this transaction changes it: whoever else would, waits. */
  private static Pipeline locked(DSLContext sql, String id) {
    sql.update(PIPELINE).set(PIPELINE.NAME, PIPELINE.NAME).where(PIPELINE.ID.eq(id)).execute();
    return stored(sql, id);
  }

  private static Pipeline stored(DSLContext sql, String id) {
    return sql.selectFrom(PIPELINE).where(PIPELINE.ID.eq(id)).fetchSingle(Pipelines::pipeline);
  }

  /** What the audit trail tells of a pipeline. */
  private static Map<String, String> told(Pipeline pipeline) {
    var told = new LinkedHashMap<String, String>();
    told.put("name", pipeline.name());
    told.put("slug", pipeline.slug());
    told.put("description", Objects.requireNonNullElse(pipeline.description(), ""));
    told.put("repository", pipeline.repository());
    told.put("default_branch", pipeline.defaultBranch());
    told.put("configuration", pipeline.configuration());
    told.values().removeIf(String::isEmpty);
    return told;
  }

  /** All that is wrong with steps of a pipeline that need not exist yet. */
  public static List<PipelineProblem> problems(String configuration) {
    return StoredSteps.problems(configuration);
  }

  /** Throws what a build would fail with, as far as that can be known before there is one. */
  public static void check(Pipeline pipeline, String configuration) {
    StoredSteps.check(
        new Pipeline(
            pipeline.id(),
            pipeline.organizationId(),
            pipeline.clusterId(),
            pipeline.slug(),
            pipeline.name(),
            pipeline.description(),
            pipeline.repository(),
            pipeline.defaultBranch(),
            configuration,
            pipeline.createdBy(),
            pipeline.createdAt(),
            pipeline.archivedAt()));
  }

  private static String name(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new InvalidField("name", "must be 1 to " + LONGEST_NAME + " characters long");
    }
    return name.strip();
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
        Instant.ofEpochMilli(now.toEpochMilli()),
        null);
  }

  private boolean insert(DSLContext sql, Pipeline made, Actor by) {
    boolean inserted = insert(sql, made);
    if (inserted) {
      audit.record(
          sql,
          by,
          AuditEvent.created(made.organizationId(), SUBJECT, made.id(), made.name(), told(made)));
    }
    return inserted;
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
        Instant.ofEpochMilli(row.get(PIPELINE.CREATED_MS)),
        archivedAt(row.get(PIPELINE.ARCHIVED_MS)));
  }

  private static @Nullable Instant archivedAt(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms);
  }
}
