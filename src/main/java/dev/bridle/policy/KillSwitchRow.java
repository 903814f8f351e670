package dev.bridle.policy;

import static dev.bridle.store.schema.Tables.KILL_SWITCH;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** A kill switch as its table and the audit trail hold it. */
final class KillSwitchRow {
  private KillSwitchRow() {}

  static void insert(DSLContext sql, KillSwitch created, Actor actor) {
    sql.insertInto(KILL_SWITCH)
        .set(KILL_SWITCH.ID, created.id())
        .set(KILL_SWITCH.ORGANIZATION_ID, created.organizationId())
        .set(KILL_SWITCH.EXTENT, created.level().word())
        .set(KILL_SWITCH.TARGET, created.target())
        .set(KILL_SWITCH.REASON, created.reason())
        .set(KILL_SWITCH.CREATED_BY, actor.id())
        .set(KILL_SWITCH.CREATED_BY_NAME, actor.name())
        .set(KILL_SWITCH.CREATED_MS, created.createdAt().toEpochMilli())
        .set(KILL_SWITCH.ENDS_MS, millis(created.endsAt()))
        .execute();
  }

  static KillSwitch killSwitch(Record row) {
    return new KillSwitch(
        row.get(KILL_SWITCH.ID),
        row.get(KILL_SWITCH.ORGANIZATION_ID),
        KillSwitch.Level.find(row.get(KILL_SWITCH.EXTENT)).orElseThrow(),
        row.get(KILL_SWITCH.TARGET),
        row.get(KILL_SWITCH.REASON),
        Instant.ofEpochMilli(row.get(KILL_SWITCH.CREATED_MS)),
        row.get(KILL_SWITCH.CREATED_BY_NAME),
        instant(row.get(KILL_SWITCH.ENDS_MS)),
        instant(row.get(KILL_SWITCH.ENDED_MS)),
        row.get(KILL_SWITCH.ENDED_BY_NAME));
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : moment.toEpochMilli();
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  static Map<String, Object> described(KillSwitch one) {
    var described = new LinkedHashMap<String, Object>();
    described.put("level", one.level().word());
    String target = one.target();
    if (target != null) {
      described.put("target", target);
    }
    described.put("reason", one.reason());
    Instant endsAt = one.endsAt();
    if (endsAt != null) {
      described.put("ends_at", endsAt.toString());
    }
    return described;
  }

  static AuditEvent endedEvent(String organizationId, KillSwitch one) {
    return new AuditEvent(
        organizationId,
        "KILL_SWITCH_ENDED",
        "KILL_SWITCH",
        one.id(),
        one.target(),
        described(one),
        Map.of());
  }
}
