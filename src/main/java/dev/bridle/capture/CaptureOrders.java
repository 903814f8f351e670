package dev.bridle.capture;

import static dev.bridle.store.schema.Tables.CAPTURED_CALL;
import static dev.bridle.store.schema.Tables.CAPTURE_ORDER;
import static dev.bridle.store.schema.Tables.PIPELINE;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobIdentity;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The orders of all organizations; those in force are remembered, so that a call costs no query.
 */
public final class CaptureOrders {
  private static final String SUBJECT = "CAPTURE";
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile Map<String, CaptureOrder> inForce;

  public CaptureOrders(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.inForce = database.read(CaptureOrders::all);
  }

  public Optional<CaptureOrder> find(String organizationId) {
    return Optional.ofNullable(inForce.get(organizationId));
  }

  /** The order by which a call of this job is captured; never blocks. */
  @Nullable CaptureOrder covering(JobIdentity job) {
    var all = inForce;
    if (all.isEmpty()) {
      return null;
    }
    var order = all.get(job.organizationId());
    return order != null && order.covers(job) ? order : null;
  }

  /** While it is held, no order is changed: what is being written is seen by who ends an order. */
  Lock unchanging() {
    return lock.readLock();
  }

  /**
   * Captures calls from the next one on, or changes how; what is there already is kept no longer
   * than the order now says, and never longer than it was said to be. Nothing is done when there is
   * no such pipeline.
   */
  public Optional<CaptureOrder> start(
      Actor actor, String organizationId, long retentionHours, @Nullable String pipelineSlug) {
    return change(sql -> {
      var pipelineId = pipelineSlug == null ? null : pipelineId(sql, organizationId, pipelineSlug);
      if (pipelineSlug != null && pipelineId == null) {
        return Optional.empty();
      }
      var before = one(sql, organizationId).orElse(null);
      var now = clock.instant();
      var order =
          new CaptureOrder(
              before == null ? Uuid7.at(now) : before.id(),
              organizationId,
              retentionHours,
              pipelineId,
              pipelineSlug,
              before == null ? now : before.startedAt(),
              before == null ? actor.name() : before.startedBy());
      write(sql, actor, order);
      shorten(sql, order);
      audit.record(sql, actor, event(before, order));
      return Optional.of(order);
    });
  }

  /**
   * Captures no more, and makes everything that was captured unreadable, to be deleted by the next
   * sweep. False when nothing was captured.
   */
  public boolean end(Actor actor, String organizationId) {
    return change(sql -> {
      var before = one(sql, organizationId);
      if (before.isEmpty()) {
        return false;
      }
      sql.deleteFrom(CAPTURE_ORDER)
          .where(CAPTURE_ORDER.ORGANIZATION_ID.eq(organizationId))
          .execute();
      int captured =
          sql.update(CAPTURED_CALL)
              .set(CAPTURED_CALL.EXPIRES_MS, 0L)
              .where(CAPTURED_CALL.ORGANIZATION_ID.eq(organizationId))
              .execute();
      audit.record(sql, actor, endedEvent(before.get(), captured));
      return true;
    });
  }

  private <T> T change(Function<DSLContext, T> act) {
    lock.writeLock().lock();
    try {
      try {
        return database.write(act);
      } finally {
        // After a failure as well: whether it is written may not be known.
        inForce = database.read(CaptureOrders::all);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static void write(DSLContext sql, Actor actor, CaptureOrder order) {
    sql.insertInto(CAPTURE_ORDER)
        .set(CAPTURE_ORDER.ORGANIZATION_ID, order.organizationId())
        .set(CAPTURE_ORDER.ID, order.id())
        .set(CAPTURE_ORDER.RETENTION_HOURS, order.retentionHours())
        .set(CAPTURE_ORDER.PIPELINE_ID, order.pipelineId())
        .set(CAPTURE_ORDER.CREATED_BY, actor.id())
        .set(CAPTURE_ORDER.CREATED_BY_NAME, order.startedBy())
        .set(CAPTURE_ORDER.CREATED_MS, order.startedAt().toEpochMilli())
        .onConflict(CAPTURE_ORDER.ORGANIZATION_ID)
        .doUpdate()
        .set(CAPTURE_ORDER.RETENTION_HOURS, order.retentionHours())
        .set(CAPTURE_ORDER.PIPELINE_ID, order.pipelineId())
        .execute();
  }

  private static void shorten(DSLContext sql, CaptureOrder order) {
    var until = CAPTURED_CALL.CAPTURED_MS.plus(order.retentionHours() * HOUR_MS);
    sql.update(CAPTURED_CALL)
        .set(CAPTURED_CALL.EXPIRES_MS, until)
        .where(CAPTURED_CALL.ORGANIZATION_ID.eq(order.organizationId()))
        .and(CAPTURED_CALL.EXPIRES_MS.gt(until))
        .execute();
  }

  private static @Nullable String pipelineId(DSLContext sql, String organizationId, String slug) {
    return sql.select(PIPELINE.ID)
        .from(PIPELINE)
        .where(PIPELINE.ORGANIZATION_ID.eq(organizationId), PIPELINE.SLUG.eq(slug))
        .fetchOne(PIPELINE.ID);
  }

  private static Map<String, CaptureOrder> all(DSLContext sql) {
    return sql.select(CAPTURE_ORDER.fields())
        .select(PIPELINE.SLUG)
        .from(CAPTURE_ORDER)
        .leftJoin(PIPELINE)
        .on(PIPELINE.ID.eq(CAPTURE_ORDER.PIPELINE_ID))
        .fetchMap(CAPTURE_ORDER.ORGANIZATION_ID, CaptureOrders::order);
  }

  private static Optional<CaptureOrder> one(DSLContext sql, String organizationId) {
    return Optional.ofNullable(all(sql).get(organizationId));
  }

  private static CaptureOrder order(Record row) {
    return new CaptureOrder(
        row.get(CAPTURE_ORDER.ID),
        row.get(CAPTURE_ORDER.ORGANIZATION_ID),
        row.get(CAPTURE_ORDER.RETENTION_HOURS),
        row.get(CAPTURE_ORDER.PIPELINE_ID),
        row.get(PIPELINE.SLUG),
        Instant.ofEpochMilli(row.get(CAPTURE_ORDER.CREATED_MS)),
        row.get(CAPTURE_ORDER.CREATED_BY_NAME));
  }

  private static AuditEvent event(@Nullable CaptureOrder before, CaptureOrder order) {
    if (before == null) {
      return AuditEvent.created(
          order.organizationId(), SUBJECT, order.id(), null, order.described());
    }
    return new AuditEvent(
        order.organizationId(),
        "CAPTURE_UPDATED",
        SUBJECT,
        order.id(),
        null,
        AuditLog.only(before.described(), order.described()),
        AuditLog.only(order.described(), before.described()));
  }

  private static AuditEvent endedEvent(CaptureOrder order, int captured) {
    return new AuditEvent(
        order.organizationId(),
        "CAPTURE_ENDED",
        SUBJECT,
        order.id(),
        null,
        order.described(),
        Map.of("deleted_calls", captured));
  }
}
