package dev.bridle.web;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.util.List;

/** Leads from the bare address to the pipelines of one's organization. */
public final class HomePage {
  private final Site site;

  public HomePage(Site site) {
    this.site = site;
  }

  public List<Route> routes() {
    return List.of(Route.get("/", site.door().signedIn(this::lead)));
  }

  private Reply lead(Visitor who, Request request) {
    return Pages.seeOther(who.address(Place.PIPELINES));
  }
}
