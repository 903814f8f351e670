package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;

import dev.bridle.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The clusters of organizations, and their queues. */
public final class Clusters {
  private final Database database;

  public Clusters(Database database) {
    this.database = database;
  }

  public List<Cluster> list(String organizationId) {
    return database.read(sql ->
        sql.selectFrom(CLUSTER)
            .where(CLUSTER.ORGANIZATION_ID.eq(organizationId))
            .orderBy(CLUSTER.CREATED_MS, CLUSTER.ID)
            .fetch(Clusters::cluster));
  }

  public Optional<Cluster> find(String organizationId, String clusterId) {
    return database.read(sql ->
        sql.selectFrom(CLUSTER)
            .where(CLUSTER.ORGANIZATION_ID.eq(organizationId), CLUSTER.ID.eq(clusterId))
            .fetchOptional(Clusters::cluster));
  }

  public List<Queue> queues(String clusterId) {
    return database.read(sql ->
        sql.selectFrom(CLUSTER_QUEUE)
            .where(CLUSTER_QUEUE.CLUSTER_ID.eq(clusterId))
            .orderBy(CLUSTER_QUEUE.CREATED_MS, CLUSTER_QUEUE.ID)
            .fetch(Clusters::queue));
  }

  public Optional<Queue> findQueue(String clusterId, String key) {
    return database.read(sql -> findQueue(sql, clusterId, key));
  }

  /** The same within a transaction. */
  public static Optional<Queue> findQueue(DSLContext sql, String clusterId, String key) {
    return queueWhere(
        sql, CLUSTER_QUEUE.CLUSTER_ID.eq(clusterId).and(CLUSTER_QUEUE.QUEUE_KEY.eq(key)));
  }

  public Optional<Queue> findQueueById(String clusterId, String queueId) {
    return database.read(sql ->
        queueWhere(sql, CLUSTER_QUEUE.CLUSTER_ID.eq(clusterId).and(CLUSTER_QUEUE.ID.eq(queueId))));
  }

  /** Where a job goes that asks for no queue. */
  public Queue defaultQueue(String clusterId) {
    return database.read(sql -> defaultQueue(sql, clusterId));
  }

  /** The same within a transaction. */
  public static Queue defaultQueue(DSLContext sql, String clusterId) {
    return sql.select(CLUSTER_QUEUE.fields())
        .from(CLUSTER_QUEUE)
        .join(CLUSTER)
        .on(CLUSTER.DEFAULT_QUEUE_ID.eq(CLUSTER_QUEUE.ID))
        .where(CLUSTER.ID.eq(clusterId))
        .fetchSingle(Clusters::queue);
  }

  private static Optional<Queue> queueWhere(DSLContext sql, Condition which) {
    return sql.selectFrom(CLUSTER_QUEUE).where(which).fetchOptional(Clusters::queue);
  }

  private static Cluster cluster(Record row) {
    return new Cluster(
        row.get(CLUSTER.ID),
        row.get(CLUSTER.ORGANIZATION_ID),
        row.get(CLUSTER.NAME),
        row.get(CLUSTER.DEFAULT_QUEUE_ID),
        Instant.ofEpochMilli(row.get(CLUSTER.CREATED_MS)));
  }

  private static Queue queue(Record row) {
    return new Queue(
        row.get(CLUSTER_QUEUE.ID),
        row.get(CLUSTER_QUEUE.CLUSTER_ID),
        row.get(CLUSTER_QUEUE.QUEUE_KEY),
        Instant.ofEpochMilli(row.get(CLUSTER_QUEUE.CREATED_MS)));
  }
}
