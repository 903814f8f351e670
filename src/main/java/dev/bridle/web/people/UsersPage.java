package dev.bridle.web.people;

import dev.bridle.auth.Role;
import dev.bridle.config.Secret;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Invitation;
import dev.bridle.organization.Invitations;
import dev.bridle.organization.Member;
import dev.bridle.organization.Members;
import dev.bridle.organization.Minted;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The members of an organization, and who is invited. */
public final class UsersPage {
  /**
   * What the page shows.
   *
   * @param myId the person who looks at it
   */
  public record View(
      String address,
      String myId,
      List<Member> members,
      List<Invitation> invitations,
      Typed typed) {}

  /** A new invitation, whose link is shown this one time. */
  public record Invited(String address, Invitation invitation, Secret link) {}

  private static final String INVITATIONS = Place.USERS.path() + "/invitations";
  private static final Frame.Head HEAD = Frame.Head.of("Users", Place.USERS);
  private static final Map<String, String> AT_FIRST = Map.of("role", "member", "days", "7");

  private final Site site;
  private final Members members;
  private final Invitations invitations;
  private final String url;

  UsersPage(Site site, Members members, Invitations invitations, String url) {
    this.site = site;
    this.members = members;
    this.invitations = invitations;
    this.url = url;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Place.USERS.path(), site.door().administrator(this::show)),
        Route.get(INVITATIONS, site.door().administrator(UsersPage::toUsers)),
        Route.form(INVITATIONS, site.door().administrator(this::invite)),
        Route.form(INVITATIONS + "/{invitation}/revoke", site.door().administrator(this::revoke)));
  }

  private Reply show(Visitor who, Request request) {
    return page(who, Typed.of(AT_FIRST));
  }

  private static Reply toUsers(Visitor who, Request request) {
    return Pages.seeOther(who.address(Place.USERS));
  }

  private Reply invite(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      var email = new Email(form.text("email"));
      Role role = Roles.of(form.text("role"));
      Duration life = Choice.days(form, Choice.INVITED_FOR);
      return invited(
          who, invitations.create(who.organizationId(), email, role, life, who.actor(request)));
    } catch (InvalidField invalid) {
      return page(who, form.typed(invalid)).withStatus(422);
    }
  }

  private Reply invited(Visitor who, Minted<Invitation> minted) {
    var link = new Secret(url + "/invite/" + minted.value().reveal());
    return site.pages()
        .page(
            who,
            HEAD,
            "people/invited.jte",
            new Invited(who.address(Place.USERS), minted.token(), link));
  }

  private Reply revoke(Visitor who, Request request) {
    invitations.revoke(who.organizationId(), request.parameter("invitation"), who.actor(request));
    return toUsers(who, request);
  }

  private Reply page(Visitor who, Typed typed) {
    return site.pages()
        .page(
            who,
            HEAD,
            "people/users.jte",
            new View(
                who.address(Place.USERS),
                who.person().personId(),
                members.list(who.organizationId()),
                invitations.list(who.organizationId()),
                typed));
  }
}
