package dev.bridle.web.people;

import dev.bridle.http.Route;
import dev.bridle.organization.Invitations;
import dev.bridle.organization.MemberChanges;
import dev.bridle.organization.Members;
import dev.bridle.web.Site;
import java.util.ArrayList;
import java.util.List;

/** The pages about an organization's users, for its administrators. */
public final class UserPages {
  private final Site site;
  private final Members members;
  private final MemberChanges changes;
  private final Invitations invitations;
  private final String url;

  public UserPages(
      Site site, Members members, MemberChanges changes, Invitations invitations, String url) {
    this.site = site;
    this.members = members;
    this.changes = changes;
    this.invitations = invitations;
    this.url = url;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new UsersPage(site, members, invitations, url).routes());
    routes.addAll(new UserPage(site, members, changes).routes());
    return routes;
  }
}
