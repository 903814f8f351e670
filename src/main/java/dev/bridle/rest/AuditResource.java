package dev.bridle.rest;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what in an organization, for its administrators. */
public final class AuditResource {
  private final AuditLog audit;
  private final Shapes shapes;

  public AuditResource(AuditLog audit, Shapes shapes) {
    this.audit = audit;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String bridles = "/v2/organizations/{organization}/audit-events";
    String buildkites = "/v2/organizations/{organization}/audit_events";
    var list = guard.administrator(Scope.READ_AUDIT_EVENTS, this::list);
    var show = guard.administrator(Scope.READ_AUDIT_EVENTS, this::show);
    return List.of(
        Route.get(bridles, list),
        Route.get(buildkites, list),
        Route.get(bridles + "/{id}", show),
        Route.get(buildkites + "/{id}", show));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var cursor = Cursor.of(request);
    String before = cursor.before();
    var found =
        before == null
            ? audit.list(who.organizationId(), cursor.after(), cursor.size() + 1)
            : audit.listNewer(who.organizationId(), before, cursor.size() + 1);
    return cursor.reply(
        found, AuditLog.Entry::id, entry -> shape(who, entry), shapes.origin(), request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return audit
        .find(who.organizationId(), request.parameter("id"))
        .map(entry -> Reply.ok(shape(who, entry)))
        .orElseThrow(HttpError::notFound);
  }

  private Map<String, Object> shape(Principal.ApiToken who, AuditLog.Entry entry) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("uuid", entry.id());
    shape.put("graphql_id", Shapes.graphqlId("AuditEvent", entry.id()));
    shape.put("type", eventName(entry.type()));
    shape.put("occurred_at", Times.iso(entry.occurredAt()));
    shape.put("actor", party(entry.actor().type(), entry.actor().id(), entry.actor().name()));
    shape.put("subject", party(entry.subjectType(), entry.subjectId(), entry.subjectName()));
    shape.put("context", context(entry));
    shape.put("data", entry.data());
    shape.put("url", shapes.url(who.organizationSlug(), "/audit-events/" + entry.id()));
    return shape;
  }

  private static Map<String, Object> party(
      String type, @Nullable String id, @Nullable String name) {
    var party = new LinkedHashMap<String, Object>();
    party.put("type", type);
    party.put("uuid", id);
    party.put("name", name);
    return party;
  }

  private static Map<String, Object> context(AuditLog.Entry entry) {
    var context = new LinkedHashMap<String, Object>();
    context.put("type", "ApiContext");
    context.put("request_ip", entry.actor().requestIp());
    context.put("request_user_agent", entry.actor().userAgent());
    return context;
  }

  /** {@code MODEL_PROVIDER_CREATED} is {@code ModelProviderCreatedEvent} over REST. */
  static String eventName(String type) {
    var name = new StringBuilder();
    for (String word : type.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.append("Event").toString();
  }
}
