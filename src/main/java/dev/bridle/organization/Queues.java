package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Makes queues. */
public final class Queues {
  private static final int MOST = 50;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public Queues(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Adds a queue to a cluster.
   *
   * @throws InvalidField when the key can't be one, or is taken, or there is no more room
   */
  public Queue create(Cluster cluster, String key, Actor by) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidField("key", "must be 1 to 100 letters, digits, hyphens and underscores");
    }
    return database.write(sql -> create(sql, cluster, key, by));
  }

  private Queue create(DSLContext sql, Cluster cluster, String key, Actor by) {
    // One at a time, so that the count holds.
    sql.update(CLUSTER)
        .set(CLUSTER.NAME, CLUSTER.NAME)
        .where(CLUSTER.ID.eq(cluster.id()))
        .execute();
    if (sql.fetchCount(CLUSTER_QUEUE, CLUSTER_QUEUE.CLUSTER_ID.eq(cluster.id())) >= MOST) {
      throw new InvalidField("key", "can't be added: a cluster can have at most 50 queues");
    }
    var now = clock.instant();
    var queue =
        new Queue(Uuid7.at(now), cluster.id(), key, Instant.ofEpochMilli(now.toEpochMilli()));
    int made =
        sql.insertInto(CLUSTER_QUEUE)
            .set(CLUSTER_QUEUE.ID, queue.id())
            .set(CLUSTER_QUEUE.CLUSTER_ID, cluster.id())
            .set(CLUSTER_QUEUE.QUEUE_KEY, key)
            .set(CLUSTER_QUEUE.CREATED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute();
    if (made == 0) {
      throw new InvalidField("key", "is taken by another queue of this cluster");
    }
    audit.record(
        sql,
        by,
        AuditEvent.created(
            cluster.organizationId(),
            "CLUSTER_QUEUE",
            queue.id(),
            key,
            Map.of("cluster_id", cluster.id(), "key", key)));
    return queue;
  }
}
