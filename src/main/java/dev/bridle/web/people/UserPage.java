package dev.bridle.web.people;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Member;
import dev.bridle.organization.MemberChanges;
import dev.bridle.organization.Members;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;

/** One member: another role, or out. */
public final class UserPage {
  /** What the page shows. */
  public record View(Member member, boolean isMe, String users, String address, Typed typed) {}

  private static final String PATH = Place.USERS.path() + "/{person}";

  private final Site site;
  private final Members members;
  private final MemberChanges changes;

  UserPage(Site site, Members members, MemberChanges changes) {
    this.site = site;
    this.members = members;
    this.changes = changes;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::change)),
        Route.form(PATH + "/remove", site.door().administrator(this::remove)));
  }

  private Reply show(Visitor who, Request request) {
    var member = member(who, request);
    return page(who, member, Typed.of(Map.of("role", member.role().word())));
  }

  private Reply change(Visitor who, Request request) {
    var member = member(who, request);
    var form = Form.of(request);
    try {
      changes.changeRole(
          who.organizationId(),
          member.person().id(),
          Roles.of(form.text("role")),
          who.actor(request));
    } catch (InvalidField invalid) {
      return page(who, member, form.typed(invalid)).withStatus(422);
    }
    return afterwards(who, member);
  }

  private Reply remove(Visitor who, Request request) {
    var member = member(who, request);
    try {
      changes.remove(who.organizationId(), member.person().id(), who.actor(request));
    } catch (InvalidField invalid) {
      return page(who, member, Form.of(request).typed(invalid)).withStatus(422);
    }
    return afterwards(who, member);
  }

  /** Who is no administrator any more can't see this page. */
  private static Reply afterwards(Visitor who, Member member) {
    return Pages.seeOther(isMe(who, member) ? "/" : who.address(Place.USERS));
  }

  private static boolean isMe(Visitor who, Member member) {
    return who.person().personId().equals(member.person().id());
  }

  private Member member(Visitor who, Request request) {
    return members
        .findMember(who.organizationId(), request.parameter("person"))
        .orElseThrow(HttpError::notFound);
  }

  private Reply page(Visitor who, Member member, Typed typed) {
    String users = who.address(Place.USERS);
    return site.pages()
        .page(
            who,
            Frame.Head.of(member.person().name(), Place.USERS),
            "people/user.jte",
            new View(member, isMe(who, member), users, users + "/" + member.person().id(), typed));
  }
}
