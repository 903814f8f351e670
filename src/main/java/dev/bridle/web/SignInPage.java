package dev.bridle.web;

import dev.bridle.auth.Device;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignIn;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Organizations;
import java.util.List;
import java.util.Optional;

/** Where people sign in, and out again. */
public final class SignInPage {
  /**
   * What the page shows.
   *
   * @param to where to go afterwards
   * @param provider the identity provider that people can sign in with instead, if there is one
   * @param isOut whether they have just signed out here
   * @param isNew whether nobody can sign in yet, because the server is not set up
   */
  public record View(
      String to, Typed typed, Optional<String> provider, boolean isOut, boolean isNew) {
    /** Where the way to the identity provider begins. */
    public String way() {
      return "/login/oidc?to=" + Address.encoded(to);
    }
  }

  private static final String WRONG = "This address and this password don't belong together.";
  private static final String TOO_MANY =
      "Signing in failed too often lately. Try again in a quarter of an hour.";

  private final Site site;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Organizations organizations;
  private final Optional<String> provider;

  public SignInPage(
      Site site,
      SignIn signIn,
      Sessions sessions,
      Organizations organizations,
      Optional<String> provider) {
    this.site = site;
    this.signIn = signIn;
    this.sessions = sessions;
    this.organizations = organizations;
    this.provider = provider;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/login", site.door().anyone(this::show)),
        Route.form("/login", site.door().anyone(this::signIn)),
        Route.form("/logout", site.door().anyone(this::signOut)));
  }

  private Reply show(Guest who, Request request) {
    String to = Address.local(request.query("to").orElse("/"));
    return who.signedIn().isPresent()
        ? Pages.seeOther(to)
        : page(who, to, Typed.NOTHING, request.query("out").isPresent());
  }

  private Reply signIn(Guest who, Request request) {
    var form = Form.of(request);
    String to = Address.local(form.text("to"));
    return switch (signIn.with(form.text("email"), form.secret("password"), device(request))) {
      case SignIn.Outcome.Done(var value) -> {
        who.signedIn().ifPresent(person -> sessions.signOut(person, device(request)));
        yield Pages.seeOther(to).with("Set-Cookie", site.cookies().signedIn(value));
      }
      case SignIn.Outcome.Wrong _ -> page(who, to, form.typed(WRONG)).withStatus(401);
      case SignIn.Outcome.TooMany _ -> page(who, to, form.typed(TOO_MANY)).withStatus(429);
    };
  }

  private Reply signOut(Guest who, Request request) {
    who.signedIn().ifPresent(person -> sessions.signOut(person, device(request)));
    return Pages.seeOther(provider.isPresent() ? "/login?out" : "/login")
        .with("Set-Cookie", site.cookies().signedOut());
  }

  private Reply page(Guest who, String to, Typed typed) {
    return page(who, to, typed, false);
  }

  private Reply page(Guest who, String to, Typed typed, boolean isOut) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Sign in", Place.NOWHERE),
            "sign-in.jte",
            new View(to, typed, provider, isOut, organizations.none()));
  }

  /** From where a request comes, as it says itself. */
  public static Device device(Request request) {
    return new Device(request.header("User-Agent").orElse(""), request.remoteAddress());
  }
}
