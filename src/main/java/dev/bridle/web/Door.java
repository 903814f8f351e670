package dev.bridle.web;

import dev.bridle.auth.Membership;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignedIn;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.config.Secret;
import dev.bridle.http.Asked;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import java.util.function.Function;

/**
 * Lets people in to pages, as {@link dev.bridle.auth.Guard} does to programs. A page's route can't
 * be written without saying whom it is for; forms are checked here before any page sees them.
 */
public final class Door {
  /** Answers someone of whom is known who they are. */
  @FunctionalInterface
  public interface As<W extends Who> {
    Reply handle(W who, Request request) throws Exception;
  }

  /** Stands in an address for the organization that someone is in. */
  private static final String EVENTS = "text/event-stream";

  private static final String CURRENT = "~";

  private static final String SIGN_IN = "/login?to=";

  private final Sessions sessions;
  private final Cookies cookies;
  private final FormCheck forms;
  private final LateForms lateForms;
  private final ErrorPages errors;
  private final Function<Throwable, HttpError> failures;

  Door(
      Sessions sessions,
      Cookies cookies,
      FormCheck forms,
      LateForms lateForms,
      ErrorPages errors,
      Function<Throwable, HttpError> failures) {
    this.sessions = sessions;
    this.cookies = cookies;
    this.forms = forms;
    this.lateForms = lateForms;
    this.errors = errors;
    this.failures = failures;
  }

  /** Everyone, whether they have signed in or not. */
  public Guarded anyone(As<Guest> page) {
    return new Guarded("VISITOR", request -> asGuest(page, request));
  }

  /** Whoever has signed in, in their current organization. */
  public Guarded signedIn(As<Visitor> page) {
    return new Guarded("PERSON", request -> asVisitor(page, request, Door::current));
  }

  /** Members of the organization in the path. */
  public Guarded member(As<Visitor> page) {
    return new Guarded(
        "PERSON:MEMBER",
        request -> asVisitor(inCurrent(page), request, person -> inPath(person, request)));
  }

  /** Administrators of the organization in the path. */
  public Guarded administrator(As<Visitor> page) {
    As<Visitor> whenAdministrator =
        (who, request) -> {
          if (!who.membership().isAdministrator()) {
            throw new HttpError(403, "This page is for administrators.");
          }
          return page.handle(who, request);
        };
    return new Guarded(
        "PERSON:ADMIN",
        request ->
            asVisitor(inCurrent(whenAdministrator), request, person -> inPath(person, request)));
  }

  private Reply asGuest(As<Guest> page, Request request) throws Exception {
    var known = sessions.find(cookies.session(request));
    if (known.isPresent()) {
      return answer(page, new Guest(FormToken.of(cookies.session(request)), known), request);
    }
    String cookie = cookies.guest(request);
    if (Token.wellFormed(TokenKind.VISITOR, cookie)) {
      return answer(page, new Guest(FormToken.of(cookie), known), request);
    }
    Secret fresh = Token.mint(TokenKind.VISITOR).value();
    return answer(page, new Guest(FormToken.of(fresh.reveal()), known), request)
        .with("Set-Cookie", cookies.ofGuest(fresh));
  }

  private Reply asVisitor(
      As<Visitor> page, Request request, Function<SignedIn, Membership> membership)
      throws Exception {
    String cookie = cookies.session(request);
    var person = sessions.find(cookie);
    if (person.isEmpty()) {
      return FormCheck.reads(request) || !forms.isFromHere(request)
          ? toSignIn(request)
          : tooLate(request);
    }
    Visitor visitor;
    try {
      visitor = new Visitor(person.get(), membership.apply(person.get()), FormToken.of(cookie));
    } catch (HttpError error) {
      return errors.page(new Guest(FormToken.of(cookie), person), error, back(request));
    }
    return answer(page, visitor, request);
  }

  private <W extends Who> Reply answer(As<W> page, W who, Request request) throws Exception {
    try {
      return forms.passes(request, who.token())
          ? page.handle(who, request)
          : lateForms.tooOld(who, request);
    } catch (HttpError error) {
      return errors.page(who, error, back(request));
    } catch (Exception broken) {
      if (!ErrorPages.suit(new Asked(request.path(), request.headers()))) {
        throw broken;
      }
      return errors.page(who, failures.apply(broken), back(request));
    }
  }

  /** Where they came from, unless that is the page which doesn't work. */
  private String back(Request request) {
    return forms
        .here(request, "Referer")
        .filter(from -> !FormCheck.reads(request) || !from.equals(Address.of(request)))
        .orElse("");
  }

  private Reply toSignIn(Request request) {
    if (request.header("Accept").filter(EVENTS::equals).isPresent()) {
      // A browser asks no more, and the page that listened learns at its next look what is the
      // matter.
      return Reply.empty(204);
    }
    boolean isPart = request.header("HX-Request").isPresent();
    String to = FormCheck.reads(request) ? Address.of(request) : "/";
    if (!isPart) {
      return Pages.seeOther(SIGN_IN + Address.encoded(to));
    }
    // A piece of a page is of no use alone: back to the page around it.
    String around = forms.here(request, "HX-Current-URL").orElse(to);
    return Reply.empty(200)
        .with("HX-Redirect", SIGN_IN + Address.encoded(around))
        .with("Cache-Control", "no-store");
  }

  private Reply tooLate(Request request) {
    try {
      return lateForms.signedOut(request);
    } catch (HttpError error) {
      return errors.page(error);
    }
  }

  /** Documents and scripts link to the current organization without knowing its name. */
  private static As<Visitor> inCurrent(As<Visitor> page) {
    return (who, request) -> {
      if (!request.parameter("organization").equals(CURRENT)) {
        return page.handle(who, request);
      }
      String path =
          request.path().replaceFirst("/(~|%7[eE])(?=/|$)", "/" + who.membership().slug());
      return Pages.seeOther(Address.withQuery(path, request.query()));
    };
  }

  private static Membership inPath(SignedIn person, Request request) {
    String slug = request.parameter("organization");
    // As if it did not exist: nobody learns of organizations that they are not in.
    return slug.equals(CURRENT)
        ? current(person)
        : person.in(slug).orElseThrow(HttpError::notFound);
  }

  private static Membership current(SignedIn person) {
    return person.memberships().stream()
        .findFirst()
        .orElseThrow(() -> new HttpError(403, "You don't belong to any organization here."));
  }
}
