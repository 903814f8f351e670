package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which agents are there, and what they and their queues have to do. */
public final class Fleet {
  /** How much of a queue's work is where. */
  public record QueueLoad(int agents, int waiting, int running) {
    public static final QueueLoad NONE = new QueueLoad(0, 0, 0);
  }

  /** Which agents of an organization are asked for; what is null is not asked. */
  public record Filter(
      String organizationId,
      @Nullable String name,
      @Nullable String hostname,
      @Nullable String version,
      @Nullable String queueId) {
    private AgentChoice choice() {
      return new AgentChoice(
          condition(),
          List.of(AGENT.ID.desc()),
          Optional.ofNullable(name).map(text -> new AgentChoice.Search(text, false)));
    }

    private Condition condition() {
      return DSL.and(
          AGENT.ORGANIZATION_ID.eq(organizationId),
          // Who has left is of no more interest.
          AGENT.STATE.eq("connected"),
          hostname == null ? DSL.noCondition() : AGENT.HOSTNAME.eq(hostname),
          version == null ? DSL.noCondition() : AGENT.VERSION.eq(version),
          queueId == null ? DSL.noCondition() : AGENT.QUEUE_ID.eq(queueId));
    }
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

  /**
   * Which connected agents of a cluster are looked for.
   *
   * @param queueId theirs; empty for all queues
   * @param text stands in their name, their machine's name or a tag; empty for all agents
   */
  public record Wanted(String clusterId, Optional<String> queueId, String text) {
    private AgentChoice choice() {
      return new AgentChoice(
          connectedIn(clusterId).and(queueId.map(AGENT.QUEUE_ID::eq).orElse(DSL.noCondition())),
          List.of(AGENT.NAME, AGENT.ID),
          text.isEmpty() ? Optional.empty() : Optional.of(new AgentChoice.Search(text, true)));
    }
  }

  /** The agents that are looked for, by name. */
  public List<AgentAtWork> connected(Wanted wanted, int skip, int atMost) {
    return database.read(sql -> atWork(sql, wanted.choice().list(sql, skip, atMost)));
  }

  /** The connected agents, newest first. */
  public List<AgentAtWork> list(Filter filter, int skip, int atMost) {
    return database.read(sql -> atWork(sql, filter.choice().list(sql, skip, atMost)));
  }

  public int count(Filter filter) {
    return database.read(sql -> filter.choice().count(sql));
  }

  /** An agent of an organization, also one that has left. */
  public Optional<AgentAtWork> find(String organizationId, String agentId) {
    return database.read(sql ->
        atWork(
                sql,
                sql.selectFrom(AGENT)
                    .where(AGENT.ID.eq(agentId), AGENT.ORGANIZATION_ID.eq(organizationId))
                    .fetch(AgentRows::agent))
            .stream()
            .findFirst());
  }

  public int countConnected(Wanted wanted) {
    return database.<Integer>read(sql -> wanted.choice().count(sql));
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
    return sql.select(queue, DSL.count())
        .from(table)
        .where(which)
        .groupBy(queue)
        .fetchMap(queue, DSL.count());
  }

  private static List<AgentAtWork> atWork(DSLContext sql, List<Agent> agents) {
    var work = AgentRows.work(sql, agents.stream().map(Agent::id).toList());
    var queues =
        sql.select(CLUSTER_QUEUE.ID, CLUSTER_QUEUE.QUEUE_KEY)
            .from(CLUSTER_QUEUE)
            .where(CLUSTER_QUEUE.ID.in(agents.stream().map(Agent::queueId).distinct().toList()))
            .fetchMap(CLUSTER_QUEUE.ID, CLUSTER_QUEUE.QUEUE_KEY);
    return agents.stream()
        .map(agent ->
            new AgentAtWork(agent, queues.getOrDefault(agent.queueId(), ""), work.get(agent.id())))
        .toList();
  }
}
