package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static org.jooq.impl.DSL.count;

import dev.bridle.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Which agents are there, and what they and their queues have to do. */
public final class Fleet {
  /** How much of a queue's work is where. */
  public record QueueLoad(int agents, int waiting, int running) {
    public static final QueueLoad NONE = new QueueLoad(0, 0, 0);
  }

  /** Written into the statement: so the database finds the index of these alone. */
  private static final List<Field<String>> IN_HAND =
      Stream.of("assigned", "accepted", "running", "canceling")
          .<Field<String>>map(DSL::inline)
          .toList();

  private final Database database;

  public Fleet(Database database) {
    this.database = database;
  }

  /** The agents of a cluster that are connected, by name; of one queue, if one is named. */
  public List<AgentAtWork> connected(String clusterId, Optional<String> queueId, int atMost) {
    Condition ofQueue = queueId.map(AGENT.QUEUE_ID::eq).orElse(DSL.noCondition());
    return database.read(sql -> {
      var agents =
          sql.select(AGENT.fields())
              .select(CLUSTER_QUEUE.QUEUE_KEY)
              .from(AGENT)
              .join(CLUSTER_QUEUE)
              .on(CLUSTER_QUEUE.ID.eq(AGENT.QUEUE_ID))
              .where(connectedIn(clusterId), ofQueue)
              .orderBy(AGENT.NAME, AGENT.ID)
              .limit(atMost)
              .fetch();
      return atWork(sql, agents);
    });
  }

  /** How many agents of a cluster are connected. */
  public int countConnected(String clusterId) {
    return database.<Integer>read(sql -> sql.fetchCount(AGENT, connectedIn(clusterId)));
  }

  /** One agent of an organization, whether it is still there or not. */
  public Optional<AgentAtWork> find(String organizationId, String agentId) {
    return database.read(sql -> {
      var agents =
          sql.select(AGENT.fields())
              .select(CLUSTER_QUEUE.QUEUE_KEY)
              .from(AGENT)
              .join(CLUSTER_QUEUE)
              .on(CLUSTER_QUEUE.ID.eq(AGENT.QUEUE_ID))
              .where(AGENT.ORGANIZATION_ID.eq(organizationId), AGENT.ID.eq(agentId))
              .fetch();
      return atWork(sql, agents).stream().findFirst();
    });
  }

  /** What each queue of a cluster has to do, by the queue's id. */
  public Map<String, QueueLoad> load(String clusterId) {
    return database.read(sql -> {
      var queues =
          sql.select(CLUSTER_QUEUE.ID)
              .from(CLUSTER_QUEUE)
              .where(CLUSTER_QUEUE.CLUSTER_ID.eq(clusterId))
              .fetch(CLUSTER_QUEUE.ID);
      var agents = counts(sql, AGENT, AGENT.QUEUE_ID, connectedIn(clusterId));
      var waiting = jobs(sql, queues, JOB.STATE.eq(DSL.inline("scheduled")));
      var running = jobs(sql, queues, JOB.STATE.in(IN_HAND));
      var load = new HashMap<String, QueueLoad>();
      queues.forEach(id ->
          load.put(
              id,
              new QueueLoad(
                  agents.getOrDefault(id, 0),
                  waiting.getOrDefault(id, 0),
                  running.getOrDefault(id, 0))));
      return Map.copyOf(load);
    });
  }

  private static Condition connectedIn(String clusterId) {
    return AGENT.CLUSTER_ID.eq(clusterId).and(AGENT.STATE.eq(DSL.inline("connected")));
  }

  private static Map<String, Integer> jobs(DSLContext sql, List<String> queues, Condition which) {
    return counts(sql, JOB, JOB.QUEUE_ID, JOB.QUEUE_ID.in(queues).and(which));
  }

  private static Map<String, Integer> counts(
      DSLContext sql, Table<?> table, Field<String> queue, Condition which) {
    return sql.select(queue, count())
        .from(table)
        .where(which)
        .groupBy(queue)
        .fetchMap(queue, count());
  }

  private static List<AgentAtWork> atWork(DSLContext sql, List<? extends Record> rows) {
    var jobs = inHand(sql, rows.stream().map(row -> row.get(AGENT.ID)).toList());
    return rows.stream()
        .map(row ->
            new AgentAtWork(
                AgentRows.agent(row),
                row.get(CLUSTER_QUEUE.QUEUE_KEY),
                Optional.ofNullable(jobs.get(row.get(AGENT.ID)))))
        .toList();
  }

  private static Map<String, AgentAtWork.JobInHand> inHand(DSLContext sql, List<String> agentIds) {
    var jobs = new HashMap<String, AgentAtWork.JobInHand>();
    sql.select(JOB.ID, JOB.LABEL, JOB.COMMAND, JOB.STATE, JOB.AGENT_ID)
        .select(PIPELINE.SLUG, PIPELINE.NAME, BUILD.NUMBER)
        .from(JOB)
        .join(BUILD)
        .on(BUILD.ID.eq(JOB.BUILD_ID))
        .join(PIPELINE)
        .on(PIPELINE.ID.eq(JOB.PIPELINE_ID))
        .where(JOB.AGENT_ID.in(agentIds), JOB.STATE.in(IN_HAND))
        .orderBy(JOB.ASSIGNED_MS)
        .forEach(row -> jobs.put(row.get(JOB.AGENT_ID), job(row)));
    return jobs;
  }

  private static AgentAtWork.JobInHand job(Record row) {
    String label = Objects.requireNonNullElse(row.get(JOB.LABEL), "");
    return new AgentAtWork.JobInHand(
        row.get(JOB.ID),
        label.isBlank() ? row.get(JOB.COMMAND).lines().findFirst().orElse("") : label,
        row.get(JOB.STATE),
        row.get(PIPELINE.SLUG),
        row.get(PIPELINE.NAME),
        row.get(BUILD.NUMBER));
  }
}
