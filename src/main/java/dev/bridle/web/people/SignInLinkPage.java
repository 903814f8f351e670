package dev.bridle.web.people;

import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignInLinks;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Address;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Guest;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.SignInPage;
import dev.bridle.web.Site;
import java.util.List;

/**
 * Where a sign-in link leads. It is used up by a press, not by whatever looks at links beforehand.
 */
public final class SignInLinkPage {
  /** What the page shows. */
  public record View(SignInLinks.Of of, String token, String to) {}

  private static final String PATH = "/login/link";

  private final Site site;
  private final SignInLinks links;
  private final Sessions sessions;

  public SignInLinkPage(Site site, SignInLinks links, Sessions sessions) {
    this.site = site;
    this.links = links;
    this.sessions = sessions;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().anyone(this::show)),
        Route.form(PATH, site.door().anyone(this::use)));
  }

  private Reply show(Guest who, Request request) {
    String token = request.query("token").orElse("");
    String to = Address.local(request.query("to").orElse("/"));
    var of = links.find(token).orElseThrow(SignInLinkPage::over);
    return site.pages()
        .page(
            who,
            Frame.Head.of("Sign in", Place.NOWHERE),
            "people/sign-in-link.jte",
            new View(of, token, to));
  }

  private Reply use(Guest who, Request request) {
    var form = Form.of(request);
    var cookie =
        links.use(form.text("token"), SignInPage.device(request)).orElseThrow(SignInLinkPage::over);
    who.signedIn().ifPresent(person -> sessions.signOut(person, SignInPage.device(request)));
    return Pages.seeOther(Address.local(form.text("to")))
        .with("Set-Cookie", site.cookies().signedIn(cookie));
  }

  private static HttpError over() {
    return new HttpError(
        410,
        "A sign-in link works once and for half an hour; this one has been used, is older, or is"
            + " not whole. Whoever runs this server can make another.");
  }
}
