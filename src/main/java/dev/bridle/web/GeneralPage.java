package dev.bridle.web;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Organization;
import dev.bridle.organization.Organizations;
import java.util.List;

/** The first page of an organization's settings. */
public final class GeneralPage {
  /** What the page shows. */
  public record View(Organization organization, String endpoint) {}

  private final Site site;
  private final Organizations organizations;
  private final String url;

  public GeneralPage(Site site, Organizations organizations, String url) {
    this.site = site;
    this.organizations = organizations;
    this.url = url;
  }

  public List<Route> routes() {
    return List.of(Route.get(Place.GENERAL.path(), site.door().administrator(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var organization = organizations.get(who.organizationId());
    return site.pages()
        .page(
            who,
            Frame.Head.of("Organization Settings", Place.GENERAL),
            "general.jte",
            new View(organization, url + "/v3"));
  }
}
