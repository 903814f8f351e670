package dev.bridle.web.people;

import dev.bridle.auth.OpenSession;
import dev.bridle.auth.Sessions;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;

/** The browsers in which a person is signed in, each of which can be signed out from here. */
public final class SessionsPage {
  /** One browser. */
  public record Line(OpenSession session, String device, boolean isThis) {}

  /** What the page shows. */
  public record View(List<Line> lines) {}

  private final Site site;
  private final Sessions sessions;

  SessionsPage(Site site, Sessions sessions) {
    this.site = site;
    this.sessions = sessions;
  }

  List<Route> routes() {
    String path = Place.SESSIONS.path();
    return List.of(
        Route.get(path, site.door().signedIn(this::show)),
        Route.form(path + "/{session}/revoke", site.door().signedIn(this::revoke)),
        Route.form(path + "/revoke-others", site.door().signedIn(this::revokeOthers)));
  }

  private Reply show(Visitor who, Request request) {
    var lines =
        sessions.list(who.person().personId()).stream()
            .map(session ->
                new Line(
                    session,
                    DeviceName.of(session.device()),
                    session.id().equals(who.person().sessionId())))
            .toList();
    return site.pages()
        .page(
            who, Frame.Head.of("Sessions", Place.SESSIONS), "people/sessions.jte", new View(lines));
  }

  private Reply revoke(Visitor who, Request request) {
    sessions.revoke(who.person().personId(), request.parameter("session"), who.actor(request));
    return Pages.seeOther(Place.SESSIONS.path());
  }

  private Reply revokeOthers(Visitor who, Request request) {
    sessions.revokeOthers(who.person().personId(), who.person().sessionId(), who.actor(request));
    return Pages.seeOther(Place.SESSIONS.path());
  }
}
