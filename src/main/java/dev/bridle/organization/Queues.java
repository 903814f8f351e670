package dev.bridle.organization;

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

/** Makes the queues of clusters. */
public final class Queues {
  private static final int MOST = 50;
  private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9_-]{1,100}");

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public Queues(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** A new queue of a cluster, which has none of that key yet. */
  public Queue create(Cluster cluster, String key, Actor by) {
    if (!RULE.matcher(key).matches()) {
      throw new InvalidField("key", "must be 1 to 100 letters, digits, hyphens and underscores");
    }
    var now = clock.instant();
    var made =
        new Queue(Uuid7.at(now), cluster.id(), key, Instant.ofEpochMilli(now.toEpochMilli()));
    return database.write(sql -> {
      if (sql.fetchCount(CLUSTER_QUEUE, CLUSTER_QUEUE.CLUSTER_ID.eq(cluster.id())) >= MOST) {
        throw new InvalidField("key", "can't be added: a cluster has at most " + MOST + " queues");
      }
      int added =
          sql.insertInto(CLUSTER_QUEUE)
              .set(CLUSTER_QUEUE.ID, made.id())
              .set(CLUSTER_QUEUE.CLUSTER_ID, made.clusterId())
              .set(CLUSTER_QUEUE.QUEUE_KEY, made.key())
              .set(CLUSTER_QUEUE.CREATED_MS, now.toEpochMilli())
              .onConflictDoNothing()
              .execute();
      if (added == 0) {
        throw new InvalidField("key", "is taken by another queue of this cluster");
      }
      audit.record(
          sql,
          by,
          AuditEvent.created(
              cluster.organizationId(),
              "CLUSTER_QUEUE",
              made.id(),
              key,
              Map.of("key", key, "cluster_id", cluster.id())));
      return made;
    });
  }
}
