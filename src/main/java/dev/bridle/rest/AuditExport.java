package dev.bridle.rest;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditQuery;
import dev.bridle.audit.AuditTypes;
import dev.bridle.auth.Principal;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * All events that are asked for, newest first, written while they are read: page by page, so that
 * neither memory nor a transaction grows with their number.
 */
public final class AuditExport {
  private static final int PAGE = 500;

  private final AuditLog audit;
  private final AuditShapes shapes;

  public AuditExport(AuditLog audit, Shapes shapes) {
    this.audit = audit;
    this.shapes = new AuditShapes(shapes);
  }

  Reply csv(Principal.ApiToken who, Request request) {
    return csv(who.organizationId(), who.organizationSlug(), request);
  }

  /** What the request's query asks for. */
  public Reply csv(String organizationId, String organizationSlug, Request request) {
    var query = AuditFilter.of(organizationId, request);
    return Reply.file(
        "audit-events.csv",
        "text/csv; charset=utf-8",
        out -> {
          var csv = new Csv(out);
          csv.line(
              "occurred_at",
              "type",
              "actor_type",
              "actor_id",
              "actor_name",
              "subject_type",
              "subject_id",
              "subject_name",
              "request_ip",
              "request_user_agent",
              "changes",
              "uuid");
          each(query, entry -> line(csv, entry));
        });
  }

  private static void line(Csv csv, AuditLog.Entry entry) throws IOException {
    csv.line(
        Times.iso(entry.occurredAt()),
        AuditTypes.eventName(entry.type()),
        entry.actor().type(),
        entry.actor().id(),
        entry.actor().name(),
        entry.subjectType(),
        entry.subjectId(),
        entry.subjectName(),
        entry.actor().requestIp(),
        entry.actor().userAgent(),
        JsonMapper.shared().writeValueAsString(AuditShapes.changes(entry)),
        entry.id());
  }

  Reply jsonLines(Principal.ApiToken who, Request request) {
    return jsonLines(who.organizationId(), who.organizationSlug(), request);
  }

  /** What the request's query asks for. */
  public Reply jsonLines(String organizationId, String organizationSlug, Request request) {
    var query = AuditFilter.of(organizationId, request);
    return Reply.file(
        "audit-events.jsonl",
        "application/jsonl; charset=utf-8",
        out -> each(query, entry -> jsonLine(out, organizationSlug, entry)));
  }

  private void jsonLine(OutputStream out, String slug, AuditLog.Entry entry) throws IOException {
    out.write(JsonMapper.shared().writeValueAsBytes(shapes.of(slug, entry)));
    out.write('\n');
  }

  /** Takes one event after the other. */
  private interface Sink {
    void take(AuditLog.Entry entry) throws IOException;
  }

  private void each(AuditQuery query, Sink sink) throws IOException {
    String last = null;
    while (true) {
      var page = audit.list(query, last, PAGE);
      for (AuditLog.Entry entry : page) {
        sink.take(entry);
      }
      if (page.size() < PAGE) {
        return;
      }
      last = page.getLast().id();
    }
  }
}
