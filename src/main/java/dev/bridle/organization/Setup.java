package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.SERVER_SETUP;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.auth.Scope;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Makes the first organization of a new server, with all it needs to run jobs; happens once. */
public final class Setup {
  /**
   * What the operator wants.
   *
   * @param passwordHash what the administrator will sign in with, if with a password
   */
  public record Wanted(
      Slug slug,
      String organizationName,
      Email email,
      String personName,
      Optional<String> passwordHash) {
    private static final int LONGEST_NAME = 100;

    public Wanted {
      if (organizationName.strip().length() > LONGEST_NAME) {
        throw new InvalidField(
            "organization_name", "can't be longer than " + LONGEST_NAME + " characters");
      }
    }

    private NewMember newMember() {
      return new NewMember(email, personName, Role.ADMIN, passwordHash);
    }
  }

  /** What became of it. */
  public sealed interface Outcome {
    record Done(
        Organization organization,
        Person administrator,
        Cluster cluster,
        Secret apiToken,
        Secret agentToken)
        implements Outcome {}

    /** Somebody was here before; nothing was changed. */
    record AlreadySetUp() implements Outcome {}
  }

  private static final long THE_ONLY_ROW = 1;

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Members members;
  private final ApiTokens apiTokens;
  private final AgentTokens agentTokens;

  public Setup(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.members = new Members(database, audit, clock);
    this.apiTokens = new ApiTokens(database, audit, clock);
    this.agentTokens = new AgentTokens(database, audit, clock);
  }

  public Outcome first(Wanted wanted, Actor by) {
    return database.write(sql -> {
      if (!claim(sql) || sql.fetchExists(ORGANIZATION)) {
        return new Outcome.AlreadySetUp();
      }
      return make(sql, wanted, by);
    });
  }

  /** Two who come at once: one of them gets the row, the other waits for it and then sees it. */
  private boolean claim(DSLContext sql) {
    return sql.insertInto(SERVER_SETUP)
            .set(SERVER_SETUP.ONLY_ROW, THE_ONLY_ROW)
            .set(SERVER_SETUP.CREATED_MS, clock.millis())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private Outcome make(DSLContext sql, Wanted wanted, Actor by) {
    var organization = organization(sql, wanted, by);
    var person = members.add(sql, organization.id(), wanted.newMember(), by).person();
    var cluster = cluster(sql, organization, by);
    String purpose = "Made at set-up";
    var api =
        apiTokens.create(sql, organization.id(), person, purpose, List.of(Scope.values()), by);
    var agent = agentTokens.create(sql, cluster, purpose, by);
    return new Outcome.Done(organization, person, cluster, api.value(), agent.value());
  }

  private Organization organization(DSLContext sql, Wanted wanted, Actor by) {
    var now = clock.instant();
    String name =
        wanted.organizationName().isBlank()
            ? wanted.slug().value()
            : wanted.organizationName().strip();
    var made = new Organization(Uuid7.at(now), wanted.slug().value(), name, millis(now));
    sql.insertInto(ORGANIZATION)
        .set(ORGANIZATION.ID, made.id())
        .set(ORGANIZATION.SLUG, made.slug())
        .set(ORGANIZATION.NAME, made.name())
        .set(ORGANIZATION.CREATED_MS, now.toEpochMilli())
        .execute();
    created(
        sql, by, made, "ORGANIZATION", made.id(), name, Map.of("slug", made.slug(), "name", name));
    return made;
  }

  private Cluster cluster(DSLContext sql, Organization organization, Actor by) {
    var now = clock.instant();
    String queueId = Uuid7.at(now);
    var made =
        new Cluster(Uuid7.at(now), organization.id(), "Default cluster", queueId, millis(now));
    sql.insertInto(CLUSTER)
        .set(CLUSTER.ID, made.id())
        .set(CLUSTER.ORGANIZATION_ID, organization.id())
        .set(CLUSTER.NAME, made.name())
        .set(CLUSTER.DEFAULT_QUEUE_ID, queueId)
        .set(CLUSTER.CREATED_MS, now.toEpochMilli())
        .execute();
    created(sql, by, organization, "CLUSTER", made.id(), made.name(), Map.of("name", made.name()));
    queue(sql, organization, made, by);
    return made;
  }

  private void queue(DSLContext sql, Organization organization, Cluster cluster, Actor by) {
    sql.insertInto(CLUSTER_QUEUE)
        .set(CLUSTER_QUEUE.ID, cluster.defaultQueueId())
        .set(CLUSTER_QUEUE.CLUSTER_ID, cluster.id())
        .set(CLUSTER_QUEUE.QUEUE_KEY, "default")
        .set(CLUSTER_QUEUE.CREATED_MS, cluster.createdAt().toEpochMilli())
        .execute();
    created(
        sql,
        by,
        organization,
        "CLUSTER_QUEUE",
        cluster.defaultQueueId(),
        "default",
        Map.of("key", "default", "cluster_id", cluster.id()));
  }

  private void created(
      DSLContext sql,
      Actor by,
      Organization organization,
      String subject,
      String id,
      String name,
      Map<String, ?> after) {
    audit.record(sql, by, AuditEvent.created(organization.id(), subject, id, name, after));
  }

  private static Instant millis(Instant now) {
    return Instant.ofEpochMilli(now.toEpochMilli());
  }
}
