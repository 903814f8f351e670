package dev.bridle.capture;

import static dev.bridle.store.schema.Tables.CAPTURED_CALL;
import static dev.bridle.store.schema.Tables.CAPTURE_ORDER;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import dev.bridle.vault.Vault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captured calls at rest: a row says until when, a sealed blob holds the content. What a blob
 * belongs to is bound in by the vault, so that none can be put in another's place.
 */
public final class CapturedCalls {
  private static final Logger LOG = LoggerFactory.getLogger("capture");
  private static final String FOLDER = "captures";
  private static final int BATCH = 500;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HH").withZone(ZoneOffset.UTC);

  private record Row(String callId, String organizationId, Instant capturedAt, Instant expiresAt) {
    /** By the hour, so that a folder is soon empty and gone. */
    String key() {
      return FOLDER + "/" + HOUR.format(capturedAt) + "/" + callId;
    }

    String purpose() {
      return "captured-call/" + organizationId + "/" + callId;
    }

    static Row of(Record row) {
      return new Row(
          row.get(CAPTURED_CALL.CALL_ID),
          row.get(CAPTURED_CALL.ORGANIZATION_ID),
          Instant.ofEpochMilli(row.get(CAPTURED_CALL.CAPTURED_MS)),
          Instant.ofEpochMilli(row.get(CAPTURED_CALL.EXPIRES_MS)));
    }
  }

  private final Database database;
  private final AuditLog audit;
  private final CaptureOrders orders;
  private final Vault vault;
  private final Blobs blobs;
  private final InstantSource clock;

  public CapturedCalls(
      Database database,
      AuditLog audit,
      CaptureOrders orders,
      Vault vault,
      Blobs blobs,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.orders = orders;
    this.vault = vault;
    this.blobs = blobs;
    this.clock = clock;
    blobs.deleteUnfinished(FOLDER);
  }

  /** Writes what the order that the call began under still covers. */
  void keep(Capturing call, Content content) {
    var unchanging = orders.unchanging();
    unchanging.lock();
    try {
      var order = orders.covering(call.job());
      if (order == null || !order.id().equals(call.order().id())) {
        return;
      }
      var now = Instant.ofEpochMilli(clock.millis());
      var until = now.plus(Duration.ofHours(order.retentionHours()));
      var row = new Row(call.callId(), order.organizationId(), now, until);
      if (insert(row, order)) {
        var masked =
            new Content(TokenMask.masked(content.request()), TokenMask.masked(content.answer()));
        blobs.put(row.key(), vault.seal(masked.bytes(), row.purpose()));
      }
    } finally {
      unchanging.unlock();
    }
  }

  /** Asks the database once more: what is remembered may be wrong after a change that failed. */
  private boolean insert(Row row, CaptureOrder order) {
    return database.write(sql ->
        sql.fetchExists(CAPTURE_ORDER, CAPTURE_ORDER.ID.eq(order.id()))
            && sql.insertInto(CAPTURED_CALL)
                    .set(CAPTURED_CALL.CALL_ID, row.callId())
                    .set(CAPTURED_CALL.ORGANIZATION_ID, row.organizationId())
                    .set(CAPTURED_CALL.CAPTURED_MS, row.capturedAt().toEpochMilli())
                    .set(CAPTURED_CALL.EXPIRES_MS, row.expiresAt().toEpochMilli())
                    .execute()
                == 1);
  }

  /** Opens what was captured of a call, and records that it was read before it is given out. */
  public Opened read(Actor actor, String organizationId, String callId) {
    var row = find(organizationId, callId);
    var sealed = row.flatMap(found -> blobs.get(found.key()));
    if (row.isEmpty() || sealed.isEmpty()) {
      return new Opened.Nothing();
    }
    var plain = vault.tryOpen(sealed.get(), row.get().purpose());
    if (plain.isEmpty()) {
      LOG.error(
          "what was captured of call {} can't be opened: it was changed, or sealed under another master key",
          callId);
      return new Opened.Unreadable();
    }
    database.execute(sql -> audit.record(sql, actor, readEvent(row.get())));
    var content = Content.of(plain.get());
    return new Opened.Whole(
        new CapturedCall(
            callId,
            row.get().capturedAt(),
            row.get().expiresAt(),
            content.request(),
            content.answer()));
  }

  private Optional<Row> find(String organizationId, String callId) {
    return database.read(sql ->
        sql.selectFrom(CAPTURED_CALL)
            .where(
                CAPTURED_CALL.CALL_ID.eq(callId),
                CAPTURED_CALL.ORGANIZATION_ID.eq(organizationId),
                CAPTURED_CALL.EXPIRES_MS.gt(clock.millis()))
            .fetchOptional(Row::of));
  }

  private static AuditEvent readEvent(Row row) {
    return new AuditEvent(
        row.organizationId(),
        "CAPTURED_CALL_READ",
        "CAPTURED_CALL",
        row.callId(),
        null,
        Map.of(),
        Map.of());
  }

  /** Deletes what has expired; what can't be deleted is tried again by the next sweep. */
  public void sweep() {
    int deleted;
    do {
      deleted = deleteSome();
    } while (deleted == BATCH);
  }

  private int deleteSome() {
    var expired =
        database.read(sql ->
            sql.selectFrom(CAPTURED_CALL)
                .where(CAPTURED_CALL.EXPIRES_MS.le(clock.millis()))
                .orderBy(CAPTURED_CALL.EXPIRES_MS)
                .limit(BATCH)
                .fetch(Row::of));
    List<String> gone = expired.stream().filter(this::deleteBlob).map(Row::callId).toList();
    if (!gone.isEmpty()) {
      database.execute(
          sql -> sql.deleteFrom(CAPTURED_CALL).where(CAPTURED_CALL.CALL_ID.in(gone)).execute());
    }
    return gone.size();
  }

  private boolean deleteBlob(Row row) {
    try {
      blobs.delete(row.key());
      return true;
    } catch (UncheckedIOException e) {
      LOG.warn("what was captured of call {} can't be deleted: {}", row.callId(), e.getMessage());
      return false;
    }
  }
}
