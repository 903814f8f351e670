package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignIn;
import dev.bridle.http.Route;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Members;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.Queues;
import dev.bridle.organization.Setup;
import dev.bridle.organization.SetupSecret;
import dev.bridle.rest.AccountResource;
import dev.bridle.rest.ApiTokenResource;
import dev.bridle.rest.AuditResource;
import dev.bridle.rest.ClusterResource;
import dev.bridle.rest.OrganizationResource;
import dev.bridle.rest.SetupResource;
import dev.bridle.rest.Shapes;
import dev.bridle.store.Database;
import dev.bridle.web.GeneralPage;
import dev.bridle.web.HomePage;
import dev.bridle.web.SetupPage;
import dev.bridle.web.SignInPage;
import dev.bridle.web.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Organizations, the people in them and how they get in. */
final class Administration {
  private final Path data;
  private final Database database;
  private final AuditLog audit;
  private final String url;
  private final InstantSource clock;
  private final Organizations organizations;

  Administration(Path data, Database database, AuditLog audit, String url, InstantSource clock) {
    this.data = data;
    this.database = database;
    this.audit = audit;
    this.url = url;
    this.clock = clock;
    this.organizations = new Organizations(database);
  }

  List<Route> routes(Guard guard, Site site, Sessions sessions) throws IOException {
    var passwords = new Passwords(database);
    var setup = new Setup(database, audit, clock);
    var secret = organizations.none() ? SetupSecret.write(data) : SetupSecret.none(data);
    var signIn = new SignIn(passwords, sessions, clock);

    List<Route> routes = new ArrayList<>();
    routes.addAll(new SetupResource(organizations, setup, secret, passwords, url).routes());
    routes.addAll(
        new SetupPage(site, organizations, setup, secret, passwords, sessions, url).routes());
    routes.addAll(new SignInPage(site, signIn, sessions, organizations).routes());
    routes.addAll(new HomePage(site).routes());
    routes.addAll(new GeneralPage(site, organizations, url).routes());
    routes.addAll(resources(guard, passwords));
    return routes;
  }

  private List<Route> resources(Guard guard, Passwords passwords) {
    var shapes = new Shapes(url);
    var members = new Members(database, audit, clock);
    var apiTokens = new ApiTokens(database, audit, clock);
    var agentTokens = new AgentTokens(database, audit, clock);
    var clusters = new Clusters(database);

    List<Route> routes = new ArrayList<>();
    routes.addAll(new AccountResource(apiTokens, members, clock).routes(guard));
    routes.addAll(
        new OrganizationResource(organizations, members, passwords, shapes).routes(guard));
    routes.addAll(
        new ClusterResource(clusters, new Queues(database, audit, clock), agentTokens, shapes)
            .routes(guard));
    routes.addAll(new ApiTokenResource(apiTokens, shapes).routes(guard));
    routes.addAll(new AuditResource(audit, shapes).routes(guard));
    return routes;
  }
}
