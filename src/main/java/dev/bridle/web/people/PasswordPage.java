package dev.bridle.web.people;

import dev.bridle.auth.PasswordChange;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.NewPassword;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;

/** Where a person sets another password. */
public final class PasswordPage {
  /**
   * What the page shows.
   *
   * @param asksForOld whether the old password has to be given
   */
  public record View(Typed typed, boolean asksForOld, boolean saved, String email) {}

  private static final String TOO_MANY =
      "The password was wrong too often lately. Try again in a quarter of an hour.";

  private static final String NOT_THE_FIRST =
      "You have no password here: you are let in by single sign-on. Who needs one all the same"
          + " asks the operator for a sign-in link.";

  private final Site site;
  private final PasswordChange passwords;

  PasswordPage(Site site, PasswordChange passwords) {
    this.site = site;
    this.passwords = passwords;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Place.PASSWORD.path(), site.door().signedIn(this::show)),
        Route.form(Place.PASSWORD.path(), site.door().signedIn(this::change)));
  }

  private Reply show(Visitor who, Request request) {
    return page(who, Typed.NOTHING, request.query("saved").isPresent());
  }

  private Reply change(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      return change(who, request, form);
    } catch (InvalidField invalid) {
      return page(who, form.typed(invalid), false).withStatus(422);
    }
  }

  private Reply change(Visitor who, Request request, Form form) {
    var wanted = new NewPassword(form.secret("password"));
    var outcome =
        passwords.change(
            who.person(), form.secret("old_password"), wanted.value(), who.actor(request));
    return switch (outcome) {
      case PasswordChange.Outcome.Done _ -> Pages.seeOther(Place.PASSWORD.path() + "?saved");
      case PasswordChange.Outcome.Wrong _ ->
          throw new InvalidField("old_password", "is not your password of now");
      case PasswordChange.Outcome.TooMany _ ->
          page(who, form.typed(TOO_MANY), false).withStatus(429);
      case PasswordChange.Outcome.NotTheFirst _ ->
          page(who, form.typed(NOT_THE_FIRST), false).withStatus(403);
    };
  }

  private Reply page(Visitor who, Typed typed, boolean saved) {
    var person = who.person();
    return site.pages()
        .page(
            who,
            Frame.Head.of("Password", Place.PASSWORD),
            "people/password.jte",
            new View(typed, passwords.asksForOld(person), saved, person.email()));
  }
}
