package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.PRICE_DOCUMENT;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.HttpError;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The price book of each organization: the one that Bridle comes with, and its own over it. */
public final class PriceBooks {
  private final Database database;
  private final AuditLog audit;
  private final PriceBook base;
  private final InstantSource clock;
  private final AsyncCache<String, PriceBook> remembered =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  public PriceBooks(Database database, AuditLog audit, PriceBook base, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.base = base;
    this.clock = clock;
  }

  /** The book that is in force; never blocks. */
  public CompletableFuture<PriceBook> of(String organizationId) {
    return remembered.get(organizationId, id -> book(document(id)));
  }

  /** The book that Bridle comes with. */
  public PriceBook base() {
    return base;
  }

  /** The book of a version that a row of the ledger names; empty when it is not known any more. */
  public Optional<PriceBook> find(String organizationId, String version) {
    if (version.equals(base.version())) {
      return Optional.of(base);
    }
    String own = base.version() + "+";
    if (!version.startsWith(own) || !version.substring(own.length()).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(version.substring(own.length()));
    return database
        .read(sql -> select(sql, organizationId, PRICE_DOCUMENT.VERSION.eq(number)))
        .map(this::book);
  }

  private PriceBook book(PriceDocument document) {
    return document.version() == 0 ? base : base.overlaid(document.text());
  }

  /** What the organization has written last. */
  public PriceDocument document(String organizationId) {
    return database.read(sql -> newest(sql, organizationId));
  }

  private static PriceDocument newest(DSLContext sql, String organizationId) {
    return select(sql, organizationId, DSL.noCondition()).orElse(PriceDocument.NONE);
  }

  private static Optional<PriceDocument> select(
      DSLContext sql, String organizationId, Condition which) {
    return sql.selectFrom(PRICE_DOCUMENT)
        .where(PRICE_DOCUMENT.ORGANIZATION_ID.eq(organizationId))
        .and(which)
        .orderBy(PRICE_DOCUMENT.VERSION.desc())
        .limit(1)
        .fetchOptional(PriceBooks::document);
  }

  private static PriceDocument document(Record row) {
    return new PriceDocument(
        row.get(PRICE_DOCUMENT.VERSION),
        row.get(PRICE_DOCUMENT.DOCUMENT),
        Instant.ofEpochMilli(row.get(PRICE_DOCUMENT.CREATED_MS)),
        row.get(PRICE_DOCUMENT.CREATED_BY));
  }

  /**
   * Writes the next version, together with its audit event.
   *
   * @param expectedVersion the version that the new one was made from
   * @param models the entries of the new one, replacing all of the old
   */
  public PriceDocument save(
      Actor actor, String organizationId, long expectedVersion, JsonNode models) {
    var next = checked(expectedVersion + 1, models, actor);
    database.execute(sql -> {
      var before = newest(sql, organizationId);
      if (before.version() != expectedVersion || !insert(sql, organizationId, next)) {
        throw new HttpError(409, "These prices were changed by someone else just now.");
      }
      audit.record(sql, actor, event(organizationId, before, next));
    });
    remembered.synchronous().invalidate(organizationId);
    return next;
  }

  /** A document with a mistake ends here, before it could replace a good one. */
  private PriceDocument checked(long version, JsonNode models, Actor actor) {
    var json = JsonMapper.shared().createObjectNode();
    json.put("version", version);
    json.set("models", models);
    var document = new PriceDocument(version, json.toString(), clock.instant(), actor.id());
    try {
      base.overlaid(document.text());
    } catch (IllegalArgumentException e) {
      throw HttpError.unprocessable("These prices can't be taken: " + e.getMessage() + ".");
    }
    return document;
  }

  private boolean insert(DSLContext sql, String organizationId, PriceDocument document) {
    return sql.insertInto(PRICE_DOCUMENT)
            .set(PRICE_DOCUMENT.ORGANIZATION_ID, organizationId)
            .set(PRICE_DOCUMENT.VERSION, document.version())
            .set(PRICE_DOCUMENT.DOCUMENT, document.text())
            .set(PRICE_DOCUMENT.CREATED_MS, clock.millis())
            .set(PRICE_DOCUMENT.CREATED_BY, document.createdBy())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private static AuditEvent event(
      String organizationId, PriceDocument before, PriceDocument after) {
    return new AuditEvent(
        organizationId,
        "PRICES_UPDATED",
        "PRICES",
        organizationId,
        "version " + after.version(),
        AuditLog.only(before.entries(), after.entries()),
        AuditLog.only(after.entries(), before.entries()));
  }
}
