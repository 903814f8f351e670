package dev.bridle.web;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Sessions;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.NewPassword;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.Setup;
import dev.bridle.organization.SetupSecret;
import dev.bridle.organization.Slug;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a new server gets its organization and first administrator, by the link that it printed.
 */
public final class SetupPage {
  /** What the form shows. */
  public record View(String secret, Typed typed) {}

  /** What is shown once, when all is done. */
  public record Done(
      String organization, String home, String endpoint, String agentToken, String apiToken) {}

  private static final Logger LOG = LoggerFactory.getLogger("setup");
  private static final Frame.Head HEAD =
      Frame.Head.of("Set up Bridle", Place.NOWHERE).with("waiting.js");

  private final Site site;
  private final Organizations organizations;
  private final Setup setup;
  private final SetupSecret secret;
  private final Passwords passwords;
  private final Sessions sessions;
  private final String url;

  public SetupPage(
      Site site,
      Organizations organizations,
      Setup setup,
      SetupSecret secret,
      Passwords passwords,
      Sessions sessions,
      String url) {
    this.site = site;
    this.organizations = organizations;
    this.setup = setup;
    this.secret = secret;
    this.passwords = passwords;
    this.sessions = sessions;
    this.url = url;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/setup", site.door().anyone(this::show)),
        Route.form("/setup", site.door().anyone(this::setUp)));
  }

  private Reply show(Guest who, Request request) {
    String given = request.query("secret").orElse("");
    if (!organizations.none()) {
      return over(who);
    }
    requireSecret(given);
    return form(who, new View(given, Typed.NOTHING));
  }

  private Reply setUp(Guest who, Request request) {
    var form = Form.of(request);
    if (!organizations.none()) {
      return over(who);
    }
    requireSecret(form.text("secret"));
    try {
      return done(who, request, wanted(form));
    } catch (InvalidField invalid) {
      return form(who, new View(form.text("secret"), form.typed(invalid))).withStatus(422);
    }
  }

  private Setup.Wanted wanted(Form form) {
    String name = form.required("organization_name");
    var slug = slug(form.find("organization"), name);
    var email = new Email(form.text("email"));
    var password = new NewPassword(form.secret("password"));
    return new Setup.Wanted(
        slug, name, email, form.text("name"), Optional.of(passwords.hash(password.value())));
  }

  /** What is wrong with either is told at the short name, where it can be mended. */
  private static Slug slug(Optional<String> given, String name) {
    try {
      return Slug.ofOrganization(given.orElseGet(() -> Slug.ofName(name).value()));
    } catch (InvalidField invalid) {
      throw switch (invalid.field()) {
        case "name" ->
            new InvalidField(
                "organization",
                "must be given too for this name, of letters a-z, digits and hyphens");
        case "slug" -> new InvalidField("organization", invalid.reason());
        default -> invalid;
      };
    }
  }

  private Reply done(Guest who, Request request, Setup.Wanted wanted) {
    var by = Actor.operator(request.remoteAddress(), request.header("User-Agent").orElse(null));
    return switch (setup.first(wanted, by)) {
      case Setup.Outcome.AlreadySetUp _ -> over(who);
      case Setup.Outcome.Done made -> {
        forgetSecret();
        var cookie = sessions.begin(made.administrator().id(), SignInPage.device(request));
        yield site.pages()
            .page(who, HEAD, "setup-done.jte", shown(made))
            .with("Set-Cookie", site.cookies().signedIn(cookie));
      }
    };
  }

  /** A file that stays opens nothing any more; what is shown once is worth more. */
  private void forgetSecret() {
    try {
      secret.discard();
    } catch (IOException e) {
      LOG.warn("the used secret of the set-up can't be deleted: {}", e.getMessage());
    }
  }

  private Done shown(Setup.Outcome.Done made) {
    return new Done(
        made.organization().name(),
        Place.PIPELINES.address(made.organization().slug()),
        url + "/v3",
        made.agentToken().reveal(),
        made.apiToken().reveal());
  }

  private Reply form(Guest who, View view) {
    return site.pages().page(who, HEAD, "setup.jte", view);
  }

  private void requireSecret(String given) {
    if (!secret.opensWith(given)) {
      throw new HttpError(
          403,
          "A new server is set up by the link that it prints when it starts, or with"
              + " `bridle admin setup`. This link is of an earlier start, or not whole.");
    }
  }

  /** Also for who sent the form twice and never saw the first answer with the tokens. */
  private Reply over(Guest who) {
    String sentence =
        "Nothing was changed. Sign in with the address and password that were given then. Tokens"
            + " that were not noted down can be made anew: for agents under Agents, Agent Tokens,"
            + " and your own under Personal Settings, API Access Tokens.";
    var view = new ErrorPages.View(409, "This server is already set up", sentence, "");
    return site.pages().page(who, HEAD, "setup-over.jte", view).withStatus(409);
  }
}
