package dev.bridle.web.build;

import dev.bridle.auth.Pass;
import dev.bridle.build.LiveBuilds;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Set;

/** Tells a build's open pages what changes in it. */
public final class EventsPage {
  private final Site site;
  private final Found found;
  private final LiveBuilds live;

  EventsPage(Site site, Found found, LiveBuilds live) {
    this.site = site;
    this.found = found;
    this.live = live;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/{organization}/{pipeline}/builds/{number}/events", site.door().member(this::follow)));
  }

  private Reply follow(Visitor who, Request request) {
    var place = found.build(who, request);
    var logs = Set.copyOf(request.query("log").stream().toList());
    for (String job : logs) {
      var _ = found.builds().job(place.build().id(), job).orElseThrow(HttpError::notFound);
    }
    return live.follow(
            Pass.of(who.person(), who.membership()), place.build().id(), logs, seen(request))
        .map(following -> Reply.events(new LiveEvents(following)))
        .orElseThrow(() -> new HttpError(429, "You follow too many builds at once."));
  }

  /** A browser that comes again says in a header what it has seen; a page that opens, itself. */
  private static long seen(Request request) {
    return request
        .header("Last-Event-ID")
        .or(() -> request.query("after"))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }
}
