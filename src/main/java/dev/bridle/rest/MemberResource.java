package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Role;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.MemberChanges;
import java.util.List;

/** What administrators change about members. */
public final class MemberResource {
  private static final String ONE = "/v2/organizations/{organization}/members/{id}";

  private final MemberChanges changes;

  public MemberResource(MemberChanges changes) {
    this.changes = changes;
  }

  public List<Route> routes(Guard guard) {
    var write = Scope.WRITE_ORGANIZATIONS;
    return List.of(
        Route.put(ONE, guard.administrator(write, this::change)),
        Route.delete(ONE, guard.administrator(write, this::remove)));
  }

  private Reply change(Principal.ApiToken who, Request request) {
    var role = role(Fields.of(request).required("role"));
    return changes
        .changeRole(who.organizationId(), request.parameter("id"), role, Actors.of(who, request))
        .map(member -> Reply.ok(Shapes.member(member)))
        .orElseThrow(HttpError::notFound);
  }

  static Role role(String word) {
    return switch (word) {
      case "admin" -> Role.ADMIN;
      case "member" -> Role.MEMBER;
      default -> throw new InvalidField("role", "must be admin or member");
    };
  }

  private Reply remove(Principal.ApiToken who, Request request) {
    if (!changes.remove(who.organizationId(), request.parameter("id"), Actors.of(who, request))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }
}
