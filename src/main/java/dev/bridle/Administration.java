package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.auth.PasswordChange;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignIn;
import dev.bridle.auth.SignInLinks;
import dev.bridle.http.Route;
import dev.bridle.oidc.OidcSettings;
import dev.bridle.oidc.OidcSignIn;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.Invitations;
import dev.bridle.organization.MemberChanges;
import dev.bridle.organization.Members;
import dev.bridle.organization.OperatorSecret;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.People;
import dev.bridle.organization.Queues;
import dev.bridle.organization.Setup;
import dev.bridle.organization.SetupSecret;
import dev.bridle.organization.Vouching;
import dev.bridle.rest.AccountResource;
import dev.bridle.rest.ApiTokenResource;
import dev.bridle.rest.AuditResource;
import dev.bridle.rest.ClusterResource;
import dev.bridle.rest.InvitationResource;
import dev.bridle.rest.MemberResource;
import dev.bridle.rest.OrganizationResource;
import dev.bridle.rest.SetupResource;
import dev.bridle.rest.Shapes;
import dev.bridle.rest.SignInLinkResource;
import dev.bridle.rest.UserTokenResource;
import dev.bridle.store.Database;
import dev.bridle.web.GeneralPage;
import dev.bridle.web.HomePage;
import dev.bridle.web.SetupPage;
import dev.bridle.web.SignInPage;
import dev.bridle.web.Site;
import dev.bridle.web.document.DocumentPage;
import dev.bridle.web.people.InvitePage;
import dev.bridle.web.people.OidcPage;
import dev.bridle.web.people.PersonalPages;
import dev.bridle.web.people.SignInLinkPage;
import dev.bridle.web.people.UserPages;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Organizations, the people in them and how they get in. */
final class Administration {
  private final BridleSettings settings;
  private final Database database;
  private final AuditLog audit;
  private final String url;
  private final InstantSource clock;
  private final Organizations organizations;

  Administration(
      BridleSettings settings, Database database, AuditLog audit, String url, InstantSource clock) {
    this.settings = settings;
    this.database = database;
    this.audit = audit;
    this.url = url;
    this.clock = clock;
    this.organizations = new Organizations(database);
  }

  List<Route> routes(Guard guard, Site site, Sessions sessions) throws IOException {
    var passwords = new Passwords(database);
    var setup = new Setup(database, audit, clock);
    var secret =
        organizations.none()
            ? SetupSecret.write(settings.data())
            : SetupSecret.none(settings.data());
    var signIn = new SignIn(database, passwords, sessions, audit, clock);

    List<Route> routes = new ArrayList<>();
    routes.addAll(new SetupResource(organizations, setup, secret, passwords, url).routes());
    routes.addAll(
        new SetupPage(site, organizations, setup, secret, passwords, sessions, url).routes());
    var oidc = oidc(sessions);
    routes.addAll(
        new SignInPage(site, signIn, sessions, organizations, oidc.map(OidcSignIn::name)).routes());
    oidc.ifPresent(one -> routes.addAll(new OidcPage(site, one, sessions).routes()));
    var links = new SignInLinks(database, audit, sessions, clock);
    routes.addAll(
        new SignInLinkResource(links, OperatorSecret.write(settings.data()), url).routes());
    routes.addAll(new SignInLinkPage(site, links, sessions).routes());
    routes.addAll(personal(site, sessions, passwords));
    routes.addAll(users(site, sessions, passwords));
    routes.addAll(new HomePage(site).routes());
    routes.addAll(new DocumentPage(site).routes());
    routes.addAll(new GeneralPage(site, organizations, url).routes());
    routes.addAll(resources(guard, passwords));
    return routes;
  }

  private Optional<OidcSignIn> oidc(Sessions sessions) {
    return settings
        .oidc()
        .map(said ->
            new OidcSignIn(
                said,
                url,
                settings.upstreamTrust(),
                new Vouching(database, audit, clock),
                sessions,
                clock));
  }

  private List<Route> personal(Site site, Sessions sessions, Passwords passwords) {
    return new PersonalPages(
            site,
            sessions,
            new PasswordChange(
                database,
                passwords,
                sessions,
                audit,
                clock,
                settings.oidc().flatMap(OidcSettings::roles).isPresent()),
            new People(database, audit),
            new ApiTokens(database, audit, clock),
            url,
            clock)
        .routes();
  }

  private List<Route> users(Site site, Sessions sessions, Passwords passwords) {
    var invitations = new Invitations(database, audit, clock);
    var people = new People(database, audit);
    var members = new Members(database, audit, clock);
    var changes = new MemberChanges(database, audit, clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new UserPages(site, members, changes, invitations, url).routes());
    routes.addAll(
        new InvitePage(site, invitations, organizations, people, passwords, sessions, clock)
            .routes());
    return routes;
  }

  private List<Route> resources(Guard guard, Passwords passwords) {
    var shapes = new Shapes(url);
    var members = new Members(database, audit, clock);
    var apiTokens = new ApiTokens(database, audit, clock);
    var agentTokens = new AgentTokens(database, audit, clock);
    var clusters = new Clusters(database);
    var queues = new Queues(database, audit, clock);

    List<Route> routes = new ArrayList<>();
    routes.addAll(new AccountResource(apiTokens, members, clock).routes(guard));
    routes.addAll(
        new OrganizationResource(organizations, members, passwords, shapes).routes(guard));
    routes.addAll(new ClusterResource(clusters, queues, agentTokens, shapes).routes(guard));
    routes.addAll(new ApiTokenResource(apiTokens, shapes).routes(guard));
    routes.addAll(new UserTokenResource(apiTokens, shapes).routes(guard));
    routes.addAll(new MemberResource(new MemberChanges(database, audit, clock)).routes(guard));
    routes.addAll(
        new InvitationResource(new Invitations(database, audit, clock), organizations, shapes)
            .routes(guard));
    routes.addAll(new AuditResource(audit, shapes).routes(guard));
    return routes;
  }
}
