package dev.bridle.policy;

import static dev.bridle.store.schema.Tables.POLICY_VERSION;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/** The policies of all organizations: every version kept, the newest remembered while in use. */
public final class Policies {
  /** How long another node may need to hear of a change. */
  private static final Duration HEARSAY = Duration.ofSeconds(5);

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final StoredPolicy builtIn = new StoredPolicy(0, PolicyDocument.builtIn(), null, null);

  private final AsyncCache<String, CompiledPolicy> remembered =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(HEARSAY)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  public Policies(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The policy in force; never blocks. A change is in force from the next call on. */
  public CompletableFuture<CompiledPolicy> find(String organizationId) {
    return remembered.get(organizationId, this::compiled);
  }

  private CompiledPolicy compiled(String organizationId) {
    var stored = get(organizationId);
    return stored.document().compiled(stored.version());
  }

  /** The newest version. */
  public StoredPolicy get(String organizationId) {
    return database.read(sql -> newest(sql, organizationId));
  }

  public Optional<StoredPolicy> find(String organizationId, long version) {
    if (version == 0) {
      return Optional.of(builtIn);
    }
    return database.read(sql -> select(sql, organizationId, POLICY_VERSION.VERSION.eq(version)));
  }

  /** Stored versions before one of them, newest first; the built-in one is not among them. */
  public List<StoredPolicy> list(String organizationId, long before, int atMost) {
    return database.read(sql ->
        sql.selectFrom(POLICY_VERSION)
            .where(
                POLICY_VERSION.ORGANIZATION_ID.eq(organizationId),
                POLICY_VERSION.VERSION.lt(before))
            .orderBy(POLICY_VERSION.VERSION.desc())
            .limit(atMost)
            .fetch(Policies::stored));
  }

  /** The version that many after one of them; empty when not so many were stored since. */
  public Optional<Long> after(String organizationId, long version, int many) {
    return database.read(sql ->
        sql.select(POLICY_VERSION.VERSION)
            .from(POLICY_VERSION)
            .where(
                POLICY_VERSION.ORGANIZATION_ID.eq(organizationId),
                POLICY_VERSION.VERSION.gt(version))
            .orderBy(POLICY_VERSION.VERSION)
            .limit(1)
            .offset(many - 1)
            .fetchOptional(POLICY_VERSION.VERSION));
  }

  private StoredPolicy newest(DSLContext sql, String organizationId) {
    return select(sql, organizationId, DSL.noCondition()).orElse(builtIn);
  }

  private static Optional<StoredPolicy> select(
      DSLContext sql, String organizationId, Condition which) {
    return sql.selectFrom(POLICY_VERSION)
        .where(POLICY_VERSION.ORGANIZATION_ID.eq(organizationId), which)
        .orderBy(POLICY_VERSION.VERSION.desc())
        .limit(1)
        .fetchOptional(Policies::stored);
  }

  private static StoredPolicy stored(Record row) {
    return new StoredPolicy(
        row.get(POLICY_VERSION.VERSION),
        PolicyDocument.stored(row.get(POLICY_VERSION.DOCUMENT)),
        Instant.ofEpochMilli(row.get(POLICY_VERSION.CREATED_MS)),
        row.get(POLICY_VERSION.CREATED_BY_NAME));
  }

  /**
   * Puts a document in the place of a version, with its audit event; nothing is done when that
   * version is not the newest one any more.
   */
  public Optional<StoredPolicy> replace(
      Actor actor, String organizationId, long version, PolicyDocument document) {
    return replace(actor, organizationId, version, document, Map.of());
  }

  /** Makes the rules of an earlier version those of a new one. */
  public Optional<StoredPolicy> restore(
      Actor actor, String organizationId, long version, StoredPolicy earlier) {
    return replace(
        actor,
        organizationId,
        version,
        earlier.document(),
        Map.of("restored_version", earlier.version()));
  }

  private Optional<StoredPolicy> replace(
      Actor actor,
      String organizationId,
      long version,
      PolicyDocument document,
      Map<String, ?> note) {
    boolean written =
        database.write(sql -> {
          var before = newest(sql, organizationId);
          if (before.version() != version
              || !insert(sql, actor, organizationId, version, document)) {
            return false;
          }
          audit.record(sql, actor, event(organizationId, before, document, note));
          return true;
        });
    remembered.synchronous().invalidate(organizationId);
    return written ? find(organizationId, version + 1) : Optional.empty();
  }

  /** False when another one was faster. */
  private boolean insert(
      DSLContext sql, Actor actor, String organizationId, long version, PolicyDocument document) {
    return sql.insertInto(POLICY_VERSION)
            .set(POLICY_VERSION.ORGANIZATION_ID, organizationId)
            .set(POLICY_VERSION.VERSION, version + 1)
            .set(POLICY_VERSION.DOCUMENT, document.text())
            .set(POLICY_VERSION.CREATED_BY, actor.id())
            .set(POLICY_VERSION.CREATED_BY_NAME, actor.name())
            .set(POLICY_VERSION.CREATED_MS, clock.millis())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private static AuditEvent event(
      String organizationId, StoredPolicy before, PolicyDocument document, Map<String, ?> note) {
    var was = described(before.version(), before.document());
    var is = described(before.version() + 1, document);
    is.putAll(note);
    return new AuditEvent(
        organizationId,
        "POLICY_UPDATED",
        "POLICY",
        organizationId,
        null,
        AuditLog.only(was, is),
        AuditLog.only(is, was));
  }

  /** The rules by their ids, and their order: what decides. */
  private static Map<String, Object> described(long version, PolicyDocument document) {
    var described = new LinkedHashMap<String, Object>();
    described.put("version", version);
    described.put("order", document.rules().stream().map(Rule::id).toList());
    for (JsonNode rule : document.json()) {
      described.put("rule " + rule.path("id").stringValue(), rule);
    }
    return described;
  }
}
