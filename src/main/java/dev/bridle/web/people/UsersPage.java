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
import dev.bridle.web.Pager;
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
   * @param text what is looked for among the members; empty for all
   */
  public record View(
      String address,
      String myId,
      String text,
      int all,
      List<Member> members,
      Pager memberPages,
      List<Invitation> invitations,
      Pager invitationPages,
      Typed typed) {}

  /** A new invitation, whose link is shown this one time. */
  public record Invited(String address, Invitation invitation, Secret link) {}

  private static final String INVITATIONS = Place.USERS.path() + "/invitations";
  private static final String INVITED = "invitations";
  private static final Frame.Head HEAD = Frame.Head.of("Users", Place.USERS);
  private static final Map<String, String> AT_FIRST = Map.of("role", "member", "days", "7");

  private static final int PAGE = 50;

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
    return page(who, request, Typed.of(AT_FIRST));
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
      return page(who, request, form.typed(invalid)).withStatus(422);
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

  private static String at(Request request, String list) {
    return request.query(list).filter(page -> page.matches("[1-9]\\d{0,5}")).orElse("");
  }

  private Reply page(Visitor who, Request request, Typed typed) {
    String address = who.address(Place.USERS);
    String id = who.organizationId();
    String text = request.query("q").orElse("").strip();
    int all = members.count(id, text);
    // Going on in one of the lists leaves the other where it is.
    var at = Map.of("q", text, "page", at(request, "page"), INVITED, at(request, INVITED));
    var memberPages = Pager.of(request, all, PAGE, address, at);
    var invitationPages = Pager.of(request, INVITED, invitations.count(id), PAGE, address, at);
    return site.pages()
        .page(
            who,
            HEAD,
            "people/users.jte",
            new View(
                address,
                who.person().personId(),
                text,
                all,
                members.list(id, text, memberPages.skip(), PAGE),
                memberPages,
                invitations.list(id, invitationPages.skip(), PAGE),
                invitationPages,
                typed));
  }
}
