package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.ORGANIZATION;

import dev.bridle.store.Database;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;

/** The organizations of this server. */
public final class Organizations {
  private final Database database;

  public Organizations(Database database) {
    this.database = database;
  }

  /** Whether nobody has set this server up yet. */
  public boolean none() {
    return database.read(sql -> !sql.fetchExists(ORGANIZATION));
  }

  public Optional<Organization> find(String slug) {
    return findWhere(ORGANIZATION.SLUG.eq(slug));
  }

  public Organization get(String id) {
    return findWhere(ORGANIZATION.ID.eq(id)).orElseThrow();
  }

  private Optional<Organization> findWhere(Condition which) {
    return database.read(
        sql -> sql.selectFrom(ORGANIZATION).where(which).fetchOptional(Organizations::of));
  }

  private static Organization of(Record row) {
    return new Organization(
        row.get(ORGANIZATION.ID),
        row.get(ORGANIZATION.SLUG),
        row.get(ORGANIZATION.NAME),
        Instant.ofEpochMilli(row.get(ORGANIZATION.CREATED_MS)));
  }
}
