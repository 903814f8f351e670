package dev.bridle.web.people;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Sessions;
import dev.bridle.auth.SignedIn;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Invitation;
import dev.bridle.organization.Invitations;
import dev.bridle.organization.NewPassword;
import dev.bridle.organization.Organizations;
import dev.bridle.organization.People;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Guest;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.SignInPage;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where an invitation leads: someone becomes a member, and chooses a password if they have none.
 */
public final class InvitePage {
  /**
   * What the page shows.
   *
   * @param known whether this server knows the person already
   * @param other whoever else is signed in in this browser
   * @param action the address of this page
   */
  public record View(
      Invitation invitation,
      String organization,
      boolean known,
      Optional<SignedIn> other,
      String action,
      Typed typed) {}

  private static final String PATH = "/invite/{token}";

  private final Site site;
  private final Invitations invitations;
  private final Organizations organizations;
  private final People people;
  private final Passwords passwords;
  private final Sessions sessions;
  private final InstantSource clock;

  public InvitePage(
      Site site,
      Invitations invitations,
      Organizations organizations,
      People people,
      Passwords passwords,
      Sessions sessions,
      InstantSource clock) {
    this.site = site;
    this.invitations = invitations;
    this.organizations = organizations;
    this.people = people;
    this.passwords = passwords;
    this.sessions = sessions;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().anyone(this::show)),
        Route.form(PATH, site.door().anyone(this::accept)));
  }

  private Reply show(Guest who, Request request) {
    return page(who, request, invitation(request), Typed.NOTHING);
  }

  private Reply accept(Guest who, Request request) {
    var invitation = invitation(request);
    var form = Form.of(request);
    boolean known = people.find(invitation.email()).isPresent();
    if (known && other(who, invitation).isPresent()) {
      return form.text("act").equals("sign_out")
          ? signOut(who, request)
          : page(who, request, invitation, Typed.NOTHING).withStatus(409);
    }
    try {
      String name = known ? "" : form.required("name");
      Optional<String> hash =
          known
              ? Optional.empty()
              : Optional.of(passwords.hash(new NewPassword(form.secret("password")).value()));
      return accepted(who, request, name, hash);
    } catch (InvalidField invalid) {
      return page(who, request, invitation, form.typed(invalid)).withStatus(422);
    }
  }

  private Reply accepted(Guest who, Request request, String name, Optional<String> hash) {
    var by =
        new Actor(
            "INVITED",
            null,
            null,
            request.remoteAddress(),
            request.header("User-Agent").orElse(null));
    var outcome =
        invitations.accept(
            request.parameter("token"),
            name,
            by,
            (sql, accepted) ->
                // Whoever is known here has a password of their own, or none on purpose.
                hash.filter(_ -> accepted.newPerson())
                    .ifPresent(text ->
                        Passwords.set(
                            sql, accepted.member().person().id(), text, clock.instant())));
    return switch (outcome) {
      case Invitations.Outcome.Accepted accepted -> in(who, request, accepted);
      case Invitations.Outcome.NotValid _ -> throw over();
    };
  }

  /**
   * Else the account that is invited would join, and the one that is signed in see nothing of it.
   */
  private Reply signOut(Guest who, Request request) {
    who.signedIn().ifPresent(person -> sessions.signOut(person, SignInPage.device(request)));
    return Pages.seeOther(request.path()).with("Set-Cookie", site.cookies().signedOut());
  }

  private static Optional<SignedIn> other(Guest who, Invitation invitation) {
    return who.signedIn().filter(person -> !person.email().equals(invitation.email()));
  }

  /** A new person is signed in by the link; everyone else signs in as ever. */
  private Reply in(Guest who, Request request, Invitations.Outcome.Accepted accepted) {
    String home = Place.PIPELINES.address(organizations.get(accepted.organizationId()).slug());
    if (!accepted.newPerson()) {
      return Pages.seeOther(home);
    }
    who.signedIn().ifPresent(person -> sessions.signOut(person, SignInPage.device(request)));
    var cookie = sessions.begin(accepted.member().person().id(), SignInPage.device(request));
    return Pages.seeOther(home).with("Set-Cookie", site.cookies().signedIn(cookie));
  }

  private Invitation invitation(Request request) {
    return invitations.find(request.parameter("token")).orElseThrow(InvitePage::over);
  }

  private static HttpError over() {
    return new HttpError(
        410, "This invitation was used or revoked, or is too old. Ask for another one.");
  }

  private Reply page(Guest who, Request request, Invitation invitation, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Invitation", Place.NOWHERE),
            "people/invite.jte",
            new View(
                invitation,
                organizations.get(invitation.organizationId()).name(),
                people.find(invitation.email()).isPresent(),
                other(who, invitation),
                request.path(),
                typed));
  }
}
