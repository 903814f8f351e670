package dev.bridle.web.people;

import dev.bridle.auth.PasswordChange;
import dev.bridle.auth.Sessions;
import dev.bridle.http.Route;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.People;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The pages on which people look after themselves. */
public final class PersonalPages {
  private final Site site;
  private final Sessions sessions;
  private final PasswordChange passwords;
  private final People people;
  private final ApiTokens tokens;
  private final String url;
  private final InstantSource clock;

  public PersonalPages(
      Site site,
      Sessions sessions,
      PasswordChange passwords,
      People people,
      ApiTokens tokens,
      String url,
      InstantSource clock) {
    this.site = site;
    this.sessions = sessions;
    this.passwords = passwords;
    this.people = people;
    this.tokens = tokens;
    this.url = url;
    this.clock = clock;
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ProfilePage(site, people).routes());
    routes.addAll(new PasswordPage(site, passwords).routes());
    routes.addAll(new SessionsPage(site, sessions).routes());
    routes.addAll(new ApiTokensPage(site, tokens, url, clock).routes());
    return routes;
  }
}
