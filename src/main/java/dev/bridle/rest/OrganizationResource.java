package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Role;
import dev.bridle.auth.Scope;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Members;
import dev.bridle.organization.NewMember;
import dev.bridle.organization.Organizations;
import java.util.List;

/** The caller's organization and its members. */
public final class OrganizationResource {
  private final Organizations organizations;
  private final Members members;
  private final Passwords passwords;
  private final Shapes shapes;

  public OrganizationResource(
      Organizations organizations, Members members, Passwords passwords, Shapes shapes) {
    this.organizations = organizations;
    this.members = members;
    this.passwords = passwords;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String one = "/v2/organizations/{organization}";
    return List.of(
        Route.get("/v2/organizations", guard.member(Scope.READ_ORGANIZATIONS, this::list)),
        Route.get(one, guard.member(Scope.READ_ORGANIZATIONS, this::show)),
        Route.get(one + "/members", guard.member(Scope.READ_ORGANIZATIONS, this::members)),
        Route.post(
            one + "/members", guard.administrator(Scope.WRITE_ORGANIZATIONS, this::addMember)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var own = List.of(organizations.get(who.organizationId()));
    return Page.of(request).of(own, shapes::organization, shapes.origin(), request);
  }

  private Reply show(Principal.ApiToken who, Request request) {
    return Reply.ok(shapes.organization(organizations.get(who.organizationId())));
  }

  private Reply members(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(members.list(who.organizationId()), Shapes::member, shapes.origin(), request);
  }

  private Reply addMember(Principal.ApiToken who, Request request) {
    var fields = Fields.of(request);
    var added =
        members.add(
            who.organizationId(),
            new NewMember(
                new Email(fields.required("email")),
                fields.text("name", ""),
                role(fields.text("role", "member")),
                fields.password().map(passwords::hash)),
            Actors.of(who, request));
    return Reply.json(201, Shapes.member(added));
  }

  private static Role role(String word) {
    return switch (word) {
      case "admin" -> Role.ADMIN;
      case "member" -> Role.MEMBER;
      default -> throw new InvalidField("role", "must be admin or member");
    };
  }
}
