package dev.bridle.rest;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How audit events look in JSON. */
final class AuditShapes {
  private final Shapes shapes;

  AuditShapes(Shapes shapes) {
    this.shapes = shapes;
  }

  String origin() {
    return shapes.origin();
  }

  Map<String, @Nullable Object> of(String organizationSlug, AuditLog.Entry entry) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("uuid", entry.id());
    shape.put("graphql_id", Shapes.graphqlId("AuditEvent", entry.id()));
    shape.put("type", AuditTypes.eventName(entry.type()));
    shape.put("occurred_at", Times.iso(entry.occurredAt()));
    shape.put("actor", party(entry.actor().type(), entry.actor().id(), entry.actor().name()));
    shape.put("subject", party(entry.subjectType(), entry.subjectId(), entry.subjectName()));
    shape.put("context", context(entry));
    shape.put("data", entry.data());
    shape.put("changes", changes(entry));
    shape.put("url", shapes.url(organizationSlug, "/audit-events/" + entry.id()));
    return shape;
  }

  private static Map<String, @Nullable Object> party(
      String type, @Nullable String id, @Nullable String name) {
    var party = new LinkedHashMap<String, @Nullable Object>();
    party.put("type", type);
    party.put("uuid", id);
    party.put("name", name);
    return party;
  }

  private static Map<String, @Nullable Object> context(AuditLog.Entry entry) {
    var context = new LinkedHashMap<String, @Nullable Object>();
    context.put("type", "ApiContext");
    context.put("request_ip", entry.actor().requestIp());
    context.put("request_user_agent", entry.actor().userAgent());
    return context;
  }

  static List<Map<String, @Nullable Object>> changes(AuditLog.Entry entry) {
    return entry.changes().stream().map(AuditShapes::change).toList();
  }

  private static Map<String, @Nullable Object> change(AuditLog.Change change) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("field", change.field());
    shape.put("before", change.before());
    shape.put("after", change.after());
    return shape;
  }
}
