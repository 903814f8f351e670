package dev.bridle.web.rule;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditPage;
import dev.bridle.audit.AuditTypes;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who did what, when and from where: searched, and downloaded. */
public final class AuditLogPage {
  /** Writes all that a request's query asks for into a file. */
  @FunctionalInterface
  public interface Download {
    Reply of(String organizationId, String organizationSlug, Request request);
  }

  /**
   * What the page shows.
   *
   * @param types that can be searched for, by what they are about
   * @param any whether nothing particular is looked for
   * @param newer address of the page with newer events; empty on the first one
   * @param older address of the page with older events; empty on the last one
   * @param further which events have not been looked at yet
   */
  public record View(
      List<AuditLine> lines,
      Map<String, List<String>> types,
      Typed typed,
      boolean any,
      Optional<String> newer,
      Optional<String> older,
      AuditPage.Further further,
      String address,
      String csv,
      String jsonLines) {
    public boolean isValid() {
      return typed.problems().isEmpty();
    }

    private boolean isBehindTheLast() {
      return further == AuditPage.Further.NONE && newer.isPresent();
    }

    /** What a list without events says. */
    public String empty() {
      if (!isValid()) {
        return "This search can't be made";
      }
      if (isBehindTheLast()) {
        return any ? "No event is older" : "No older event fits";
      }
      if (any) {
        return "Nothing has happened yet";
      }
      return further == AuditPage.Further.NONE ? "No event fits" : "No event fits so far";
    }

    public String emptyMore() {
      if (!isValid()) {
        return typed.sentence().isEmpty()
            ? "See what is said beside its fields."
            : typed.sentence();
      }
      if (isBehindTheLast()) {
        return "Newer events are on the page before.";
      }
      if (any) {
        return "Administrative acts will be listed here.";
      }
      return switch (further) {
        case NONE -> "Search for less, or show all events.";
        case OLDER -> "Older events have not been searched yet.";
        case NEWER -> "Newer events have not been searched yet.";
      };
    }
  }

  private static final int PAGE = 50;

  private final Site site;
  private final AuditLog audit;
  private final Download csv;
  private final Download jsonLines;

  AuditLogPage(Site site, AuditLog audit, Download csv, Download jsonLines) {
    this.site = site;
    this.audit = audit;
    this.csv = csv;
    this.jsonLines = jsonLines;
  }

  List<Route> routes() {
    String path = Place.AUDIT_LOG.path();
    return List.of(
        Route.get(path, site.door().administrator(this::show)),
        Route.get(
            path + ".csv", site.door().administrator((who, request) -> file(csv, who, request))),
        Route.get(
            path + ".jsonl",
            site.door().administrator((who, request) -> file(jsonLines, who, request))));
  }

  private Reply file(Download download, Visitor who, Request request) {
    var search = search(who, request);
    if (!search.isValid()) {
      throw HttpError.badRequest(search.wrong());
    }
    return download.of(who.organizationId(), who.membership().slug(), asking(request, search));
  }

  private static Request asking(Request request, AuditSearch search) {
    return new Request(
        request.method(),
        request.path(),
        request.parameters(),
        search.exported(),
        request.headers(),
        request.remoteAddress(),
        request.body());
  }

  /** As it is asked for, with what it names that is not there. */
  private AuditSearch search(Visitor who, Request request) {
    var search = AuditSearch.of(request);
    return audit.unknown(who.organizationId(), search.terms()).map(search::with).orElse(search);
  }

  private Reply show(Visitor who, Request request) {
    var search = search(who, request);
    var found =
        search.isValid()
            ? found(who, search, cursor(request, "after"), cursor(request, "before"))
            : AuditPage.EMPTY;
    String path = who.address(Place.AUDIT_LOG);
    var view =
        new View(
            found.entries().stream().map(AuditLine::of).toList(),
            AuditTypes.bySubjects(),
            search.typed(),
            search.isAny(),
            found.newer().map(id -> search.address(path, "before", id)),
            found.older().map(id -> search.address(path, "after", id)),
            found.further(),
            path,
            search.address(path + ".csv", "file", "csv"),
            search.address(path + ".jsonl", "file", "jsonl"));
    var reply =
        site.pages()
            .page(who, Frame.Head.of("Audit Log", Place.AUDIT_LOG), "rule/audit-log.jte", view);
    return search.isValid() ? reply : reply.withStatus(422);
  }

  private AuditPage found(
      Visitor who, AuditSearch search, Optional<String> after, Optional<String> before) {
    var query = search.query(who.organizationId());
    if (before.isEmpty()) {
      return AuditPage.after(audit, query, after.orElse(null), PAGE);
    }
    var newer = AuditPage.before(audit, query, before.get(), PAGE);
    return newer.entries().isEmpty() && newer.further() == AuditPage.Further.NONE
        ? AuditPage.after(audit, query, null, PAGE)
        : newer;
  }

  private static Optional<String> cursor(Request request, String name) {
    return request.query(name).filter(text -> text.matches("[0-9a-f-]{36}"));
  }
}
