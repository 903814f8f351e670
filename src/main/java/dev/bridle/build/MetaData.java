package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.BUILD_META_DATA;

import dev.bridle.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Names and values that the jobs of a build share. */
public final class MetaData {
  private final Database database;

  public MetaData(Database database) {
    this.database = database;
  }

  public Optional<String> get(String buildId, String key) {
    return database.read(sql ->
        sql.select(BUILD_META_DATA.META_VALUE)
            .from(BUILD_META_DATA)
            .where(BUILD_META_DATA.BUILD_ID.eq(buildId), BUILD_META_DATA.META_KEY.eq(key))
            .fetchOptional(BUILD_META_DATA.META_VALUE));
  }

  public List<String> keys(String buildId) {
    return database.read(sql ->
        sql.select(BUILD_META_DATA.META_KEY)
            .from(BUILD_META_DATA)
            .where(BUILD_META_DATA.BUILD_ID.eq(buildId))
            .orderBy(BUILD_META_DATA.META_KEY)
            .fetch(BUILD_META_DATA.META_KEY));
  }

  /** Sets all of them or none; the last value of a key stays. */
  public void set(String buildId, Map<String, String> items) {
    database.execute(sql -> {
      items.forEach((key, value) -> set(sql, buildId, key, value));
      Optional.ofNullable(items.get(JobEnvironment.COMMIT_META_DATA))
          .flatMap(Commit::of)
          .ifPresent(commit -> tell(sql, buildId, commit));
    });
  }

  private static void set(DSLContext sql, String buildId, String key, String value) {
    sql.insertInto(BUILD_META_DATA)
        .set(BUILD_META_DATA.BUILD_ID, buildId)
        .set(BUILD_META_DATA.META_KEY, key)
        .set(BUILD_META_DATA.META_VALUE, value)
        .onConflict(BUILD_META_DATA.BUILD_ID, BUILD_META_DATA.META_KEY)
        .doUpdate()
        .set(BUILD_META_DATA.META_VALUE, value)
        .execute();
  }

  /** A build that named no commit now has one, so that all its jobs build the same. */
  private static void tell(DSLContext sql, String buildId, Commit commit) {
    sql.update(BUILD)
        .set(BUILD.COMMIT_REF, commit.sha())
        .set(BUILD.REVISION, BUILD.REVISION.plus(1L))
        .where(BUILD.ID.eq(buildId), BUILD.COMMIT_REF.eq(NewBuild.NEWEST))
        .execute();
    sql.update(BUILD)
        .set(BUILD.MESSAGE, commit.message())
        .where(BUILD.ID.eq(buildId), BUILD.MESSAGE.eq(""))
        .execute();
    sql.update(BUILD)
        .set(BUILD.AUTHOR, DSL.coalesce(BUILD.AUTHOR, Json.of(commit.author())))
        .where(BUILD.ID.eq(buildId))
        .execute();
  }
}
