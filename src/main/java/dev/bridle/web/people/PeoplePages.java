package dev.bridle.web.people;

import dev.bridle.auth.PasswordChange;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignInLinks;
import dev.bridle.http.Route;
import dev.bridle.organization.People;
import dev.bridle.web.Site;
import java.util.ArrayList;
import java.util.List;

/** All pages about people. */
public final class PeoplePages {
  private final Site site;
  private final Sessions sessions;
  private final SignInLinks links;
  private final PasswordChange passwords;
  private final People people;

  public PeoplePages(
      Site site,
      Sessions sessions,
      SignInLinks links,
      PasswordChange passwords,
      People people) {
    this.site = site;
    this.sessions = sessions;
    this.links = links;
    this.passwords = passwords;
    this.people = people;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SignInLinkPage(site, links, sessions).routes());
    routes.addAll(new ProfilePage(site, people).routes());
    routes.addAll(new PasswordPage(site, passwords).routes());
    routes.addAll(new SessionsPage(site, sessions).routes());
    return routes;
  }
}
