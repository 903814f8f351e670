package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.AGENT_TOKEN;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The tokens that agents of a cluster register with. Those registered stay when one is revoked. */
public final class AgentTokens {
  private static final String SUBJECT = "CLUSTER_TOKEN";

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public AgentTokens(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The tokens in force, oldest first. */
  public List<AgentToken> list(Cluster cluster) {
    return database.read(sql -> list(sql, cluster, DSL.noCondition()));
  }

  /** Some of them, newest first. */
  public List<AgentToken> list(Cluster cluster, int skip, int atMost) {
    return database.read(sql ->
        sql.selectFrom(AGENT_TOKEN)
            .where(inForce(cluster))
            .orderBy(AGENT_TOKEN.CREATED_MS.desc(), AGENT_TOKEN.ID.desc())
            .limit(atMost)
            .offset(skip)
            .fetch(AgentTokens::token));
  }

  public int count(Cluster cluster) {
    return database.<Integer>read(sql -> sql.fetchCount(AGENT_TOKEN, inForce(cluster)));
  }

  public Optional<AgentToken> find(Cluster cluster, String tokenId) {
    return database.read(sql -> find(sql, cluster, tokenId));
  }

  public Minted<AgentToken> create(Cluster cluster, String description, Actor by) {
    return database.write(sql -> create(sql, cluster, description, by));
  }

  Minted<AgentToken> create(DSLContext sql, Cluster cluster, String description, Actor by) {
    var now = clock.instant();
    var minted = Token.mint(TokenKind.AGENT);
    var token =
        new AgentToken(
            Uuid7.at(now),
            cluster.id(),
            description.strip(),
            Instant.ofEpochMilli(now.toEpochMilli()));
    sql.insertInto(AGENT_TOKEN)
        .set(AGENT_TOKEN.ID, token.id())
        .set(AGENT_TOKEN.ORGANIZATION_ID, cluster.organizationId())
        .set(AGENT_TOKEN.CLUSTER_ID, cluster.id())
        .set(AGENT_TOKEN.TOKEN_HASH, minted.hash())
        .set(AGENT_TOKEN.DESCRIPTION, token.description())
        .set(AGENT_TOKEN.CREATED_MS, now.toEpochMilli())
        .execute();
    audit.record(
        sql,
        by,
        AuditEvent.created(
            cluster.organizationId(), SUBJECT, token.id(), token.description(), audited(token)));
    return new Minted<>(token, minted.value());
  }

  /** Ends a token at once; false when the cluster has none of that id in force. */
  public boolean revoke(Cluster cluster, String tokenId, Actor by) {
    return database.write(sql -> {
      var token = find(sql, cluster, tokenId);
      int revoked =
          sql.update(AGENT_TOKEN)
              .set(AGENT_TOKEN.REVOKED_MS, clock.millis())
              .where(AGENT_TOKEN.CLUSTER_ID.eq(cluster.id()))
              .and(AGENT_TOKEN.ID.eq(tokenId))
              .and(AGENT_TOKEN.REVOKED_MS.isNull())
              .execute();
      if (revoked == 0 || token.isEmpty()) {
        return false;
      }
      audit.record(sql, by, deleted(cluster, token.get()));
      return true;
    });
  }

  private static AuditEvent deleted(Cluster cluster, AgentToken token) {
    return new AuditEvent(
        cluster.organizationId(),
        SUBJECT + "_DELETED",
        SUBJECT,
        token.id(),
        token.description(),
        audited(token),
        Map.of());
  }

  private static Map<String, ?> audited(AgentToken token) {
    return Map.of("cluster_id", token.clusterId(), "description", token.description());
  }

  private static Optional<AgentToken> find(DSLContext sql, Cluster cluster, String tokenId) {
    return list(sql, cluster, AGENT_TOKEN.ID.eq(tokenId)).stream().findFirst();
  }

  private static List<AgentToken> list(DSLContext sql, Cluster cluster, Condition which) {
    return sql.selectFrom(AGENT_TOKEN)
        .where(inForce(cluster), which)
        .orderBy(AGENT_TOKEN.CREATED_MS, AGENT_TOKEN.ID)
        .fetch(AgentTokens::token);
  }

  private static Condition inForce(Cluster cluster) {
    return AGENT_TOKEN.CLUSTER_ID.eq(cluster.id()).and(AGENT_TOKEN.REVOKED_MS.isNull());
  }

  private static AgentToken token(Record row) {
    return new AgentToken(
        row.get(AGENT_TOKEN.ID),
        row.get(AGENT_TOKEN.CLUSTER_ID),
        row.get(AGENT_TOKEN.DESCRIPTION),
        Instant.ofEpochMilli(row.get(AGENT_TOKEN.CREATED_MS)));
  }
}
