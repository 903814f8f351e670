package dev.bridle.web.people;

import dev.bridle.auth.Sessions;
import dev.bridle.http.Headers;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.oidc.CameBack;
import dev.bridle.oidc.Errand;
import dev.bridle.oidc.OidcSignIn;
import dev.bridle.oidc.Why;
import dev.bridle.web.Address;
import dev.bridle.web.Guest;
import dev.bridle.web.Pages;
import dev.bridle.web.SignInPage;
import dev.bridle.web.Site;
import java.util.List;

/** The way to the identity provider, and back. */
public final class OidcPage {
  private static final String PATH = "/login/oidc";

  private final Site site;
  private final OidcSignIn oidc;
  private final Sessions sessions;

  public OidcPage(Site site, OidcSignIn oidc, Sessions sessions) {
    this.site = site;
    this.oidc = oidc;
    this.sessions = sessions;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().anyone(this::leave)),
        Route.get(PATH + "/callback", site.door().anyone(this::comeBack)),
        Route.get(PATH + "/sign-out", site.door().anyone(this::signOut)));
  }

  private Reply leave(Guest who, Request request) {
    var errand = Errand.begin();
    String to = Address.local(request.query("to").orElse("/"));
    String address = oidc.address(errand).orElseThrow(() -> unavailable(Headers.NONE));
    return Pages.seeOther(address)
        .with("Set-Cookie", site.cookies().onErrand(errand.secret(), Address.encoded(to)));
  }

  private Reply comeBack(Guest who, Request request) {
    return switch (oidc.finish(cameBack(request))) {
      case OidcSignIn.Outcome.Done(var cookie) -> {
        who.signedIn().ifPresent(person -> sessions.signOut(person, SignInPage.device(request)));
        yield Pages.seeOther(site.cookies().whereTo(request))
            .with("Set-Cookie", site.cookies().signedIn(cookie))
            .with(errandOver());
      }
      case OidcSignIn.Outcome.Refused(var why, var sentence) -> throw refused(why, sentence);
      case OidcSignIn.Outcome.Unavailable _ -> throw unavailable(errandOver());
    };
  }

  /** A link from anywhere, with a state that isn't ours, ends no sign-in that is under way. */
  private HttpError refused(Why why, String sentence) {
    return why == Why.STATE_NOT_VALID
        ? new HttpError(400, sentence)
        : new HttpError(403, sentence, errandOver());
  }

  private Headers errandOver() {
    return Headers.of("Set-Cookie", site.cookies().errandOver());
  }

  private CameBack cameBack(Request request) {
    return new CameBack(
        site.cookies().errand(request).map(Errand::new),
        request.query("state").orElse(""),
        request.query("code").orElse(""),
        request.query("iss"),
        SignInPage.device(request));
  }

  /** The provider asks whether it is meant: a link from anywhere signs nobody out. */
  private Reply signOut(Guest who, Request request) {
    return Pages.seeOther(oidc.signOutAddress().orElseThrow(this::noSignOut));
  }

  private HttpError noSignOut() {
    return new HttpError(
        404, oidc.name() + " has no page to sign out. Close the browser, or sign out there.");
  }

  private HttpError unavailable(Headers headers) {
    return new HttpError(
        503,
        "The sign-in with " + oidc.name() + " doesn't work right now. Try again later.",
        headers);
  }
}
