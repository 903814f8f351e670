package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;

import dev.bridle.auth.Principal;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.build.Ending;
import dev.bridle.build.JobLife;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Queue;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Agents as they come, stay alive, and go. */
public final class Agents {
  private static final String QUEUE = "queue=";

  private final Database database;
  private final Clusters clusters;
  private final JobLife jobs;
  private final InstantSource clock;

  public Agents(Database database, JobLife jobs, InstantSource clock) {
    this.database = database;
    this.clusters = new Clusters(database);
    this.jobs = jobs;
    this.clock = clock;
  }

  public Registered register(Principal.AgentToken by, Registration said) {
    Optional<String> key = askedQueue(said.tags());
    Optional<Queue> queue =
        key.isEmpty()
            ? Optional.of(clusters.defaultQueue(by.clusterId()))
            : clusters.findQueue(by.clusterId(), key.get());
    return queue.isEmpty()
        ? new Registered.UnknownQueue(key.orElseThrow())
        : register(by, said, queue.get());
  }

  private static Optional<String> askedQueue(List<String> tags) {
    return tags.stream()
        .filter(tag -> tag.startsWith(QUEUE))
        .map(tag -> tag.substring(QUEUE.length()))
        .findFirst();
  }

  private Registered register(Principal.AgentToken by, Registration said, Queue queue) {
    var now = clock.instant();
    String id = Uuid7.at(now);
    String name = said.name().isBlank() ? pickedName(said, id) : said.name();
    var tags = new ArrayList<>(said.tags());
    if (askedQueue(tags).isEmpty()) {
      tags.add(QUEUE + queue.key());
    }
    var session = Token.mint(TokenKind.SESSION);
    database.execute(sql ->
        sql.insertInto(AGENT)
            .set(AGENT.ID, id)
            .set(AGENT.ORGANIZATION_ID, by.organizationId())
            .set(AGENT.CLUSTER_ID, by.clusterId())
            .set(AGENT.QUEUE_ID, queue.id())
            .set(AGENT.SESSION_HASH, session.hash())
            .set(AGENT.NAME, name)
            .set(AGENT.HOSTNAME, said.hostname())
            .set(AGENT.OS, said.os())
            .set(AGENT.ARCH, said.arch())
            .set(AGENT.VERSION, said.version())
            .set(AGENT.USER_AGENT, said.userAgent())
            .set(AGENT.IP_ADDRESS, said.ipAddress())
            .set(AGENT.PRIORITY, said.priority())
            .set(AGENT.TAGS, AgentRows.text(tags))
            .set(AGENT.IGNORE_IN_DISPATCHES, said.ignoreInDispatches())
            .set(AGENT.STATE, "registered")
            .set(AGENT.CREATED_MS, now.toEpochMilli())
            .set(AGENT.SEEN_MS, now.toEpochMilli())
            .execute());
    return new Registered.Agent(id, name, session.value(), tags);
  }

  private static String pickedName(Registration said, String id) {
    String host = said.hostname().isBlank() ? "agent" : said.hostname();
    return host + "-" + id.substring(id.length() - 6);
  }

  /** The agent is here, now or again. */
  public void connect(String agentId) {
    long nowMs = clock.millis();
    database.execute(sql -> {
      sql.update(AGENT)
          .set(AGENT.STATE, "connected")
          .set(AGENT.CONNECTED_MS, nowMs)
          .setNull(AGENT.STOP_ASKED_MS)
          .set(AGENT.SEEN_MS, nowMs)
          .where(AGENT.ID.eq(agentId))
          .execute();
      endPause(sql, agentId);
    });
  }

  /** A sign of life; also of one that was taken for lost. */
  public void heartbeat(String agentId) {
    database.execute(sql -> seen(sql, agentId, clock.millis()));
  }

  static void seen(DSLContext sql, String agentId, long nowMs) {
    sql.update(AGENT)
        .set(AGENT.STATE, "connected")
        .set(AGENT.SEEN_MS, nowMs)
        .where(AGENT.ID.eq(agentId))
        .execute();
  }

  /** The agent leaves; what it had not finished never will be. */
  public void disconnect(String agentId) {
    leave(agentId, "disconnected");
    jobs.abandon(agentId, Ending.AGENT_STOPPED);
  }

  /** Agents that have been silent for too long; what they had in hand has failed. */
  public void loseThoseSilentSince(Instant since) {
    var silent =
        database.read(sql ->
            sql.select(AGENT.ID)
                .from(AGENT)
                .where(AGENT.STATE.eq("connected"))
                .and(AGENT.SEEN_MS.lt(since.toEpochMilli()))
                .fetch(AGENT.ID));
    for (String agentId : silent) {
      // The job first: should we be killed in between, the agent is found again.
      jobs.abandon(agentId, Ending.AGENT_LOST);
      leave(agentId, "lost");
    }
  }

  private void leave(String agentId, String state) {
    long nowMs = clock.millis();
    database.execute(sql ->
        sql.update(AGENT)
            .set(AGENT.STATE, state)
            .set(AGENT.DISCONNECTED_MS, nowMs)
            .where(AGENT.ID.eq(agentId))
            .execute());
  }

  /** From now on the agent gets no more jobs. */
  public void ignoreInDispatches(String agentId) {
    database.execute(sql ->
        sql.update(AGENT)
            .set(AGENT.IGNORE_IN_DISPATCHES, true)
            .where(AGENT.ID.eq(agentId))
            .execute());
  }

  static void endPause(DSLContext sql, String agentId) {
    sql.update(AGENT)
        .setNull(AGENT.PAUSED_MS)
        .setNull(AGENT.PAUSED_UNTIL_MS)
        .setNull(AGENT.PAUSED_BY)
        .setNull(AGENT.PAUSED_BY_NAME)
        .setNull(AGENT.PAUSED_NOTE)
        .where(AGENT.ID.eq(agentId))
        .execute();
  }

  public Agent get(String agentId) {
    return database.read(
        sql -> sql.selectFrom(AGENT).where(AGENT.ID.eq(agentId)).fetchSingle(AgentRows::agent));
  }

  public Map<String, Agent> byId(Collection<String> ids) {
    return database.read(
        sql -> sql.selectFrom(AGENT).where(AGENT.ID.in(ids)).fetchMap(AGENT.ID, AgentRows::agent));
  }
}
