package dev.bridle.rest;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditPage;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;
import java.util.stream.Stream;

/** Who did what in an organization, for its administrators. */
public final class AuditResource {
  private final AuditLog audit;
  private final AuditShapes shapes;
  private final AuditExport export;

  public AuditResource(AuditLog audit, Shapes shapes) {
    this.audit = audit;
    this.shapes = new AuditShapes(shapes);
    this.export = new AuditExport(audit, shapes);
  }

  public List<Route> routes(Guard guard) {
    // Bridle's own name, and Buildkite's.
    return Stream.of("audit-events", "audit_events")
        .flatMap(name -> routes(guard, "/v2/organizations/{organization}/" + name))
        .toList();
  }

  private Stream<Route> routes(Guard guard, String all) {
    var scope = Scope.READ_AUDIT_EVENTS;
    return Stream.of(
        Route.get(all, guard.administrator(scope, this::list)),
        Route.get(all + ".csv", guard.administrator(scope, export::csv)),
        Route.get(all + ".jsonl", guard.administrator(scope, export::jsonLines)),
        Route.get(all + "/{id}", guard.administrator(scope, this::show)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var query = AuditFilter.of(who.organizationId(), request);
    var cursor = Cursor.of(request);
    String before = cursor.before();
    var page =
        before == null
            ? AuditPage.after(audit, query, cursor.after(), cursor.size())
            : AuditPage.before(audit, query, before, cursor.size());
    return cursor.reply(
        page.entries().stream().map(entry -> shapes.of(who.organizationSlug(), entry)).toList(),
        page.newer(),
        page.older(),
        shapes.origin(),
        request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return audit
        .find(who.organizationId(), request.parameter("id"))
        .map(entry -> Reply.ok(shapes.of(who.organizationSlug(), entry)))
        .orElseThrow(HttpError::notFound);
  }
}
