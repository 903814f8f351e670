package dev.bridle.rest;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Invitation;
import dev.bridle.organization.Invitations;
import dev.bridle.organization.Organizations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Inviting people, and becoming a member by the link that one got. */
public final class InvitationResource {
  private static final String ALL = "/v2/organizations/{organization}/invitations";
  private static final int DAYS = 7;
  private static final int MOST_DAYS = 30;

  private final Invitations invitations;
  private final Organizations organizations;
  private final Shapes shapes;

  public InvitationResource(Invitations invitations, Organizations organizations, Shapes shapes) {
    this.invitations = invitations;
    this.organizations = organizations;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    var write = Scope.WRITE_ORGANIZATIONS;
    return List.of(
        Route.get(ALL, guard.administrator(Scope.READ_ORGANIZATIONS, this::list)),
        Route.post(ALL, guard.administrator(write, this::create)),
        Route.delete(ALL + "/{id}", guard.administrator(write, this::revoke)),
        Route.post("/v2/invitations/accept", Guarded.anyone(this::accept)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(
            invitations.list(who.organizationId()),
            InvitationResource::shape,
            shapes.origin(),
            request);
  }

  private Reply create(Principal.ApiToken who, Request request) {
    var fields = Fields.of(request);
    var made =
        invitations.create(
            who.organizationId(),
            new Email(fields.required("email")),
            MemberResource.role(fields.text("role", "member")),
            life(fields.body().path("expires_in_days")),
            Actors.of(who, request));
    var shape = shape(made.token());
    // Shown this one time; whoever has it can become a member.
    shape.put("token", made.value().reveal());
    shape.put("url", shapes.origin() + "/invite/" + made.value().reveal());
    return Reply.json(201, shape);
  }

  private static Duration life(JsonNode days) {
    if (days.isMissingNode() || days.isNull()) {
      return Duration.ofDays(DAYS);
    }
    if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
      throw new InvalidField("expires_in_days", "must be a whole number from 1 to " + MOST_DAYS);
    }
    return Duration.ofDays(days.intValue());
  }

  private static Map<String, @Nullable Object> shape(Invitation invitation) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", invitation.id());
    shape.put("email", invitation.email());
    shape.put("role", invitation.role().word());
    shape.put("created_by", invitation.createdBy());
    shape.put("created_at", Times.iso(invitation.createdAt()));
    shape.put("expires_at", Times.iso(invitation.expiresAt()));
    return shape;
  }

  private Reply revoke(Principal.ApiToken who, Request request) {
    if (!invitations.revoke(
        who.organizationId(), request.parameter("id"), Actors.of(who, request))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }

  private Reply accept(Request request) {
    var fields = Fields.of(request);
    var by =
        new Actor(
            "INVITED",
            null,
            null,
            request.remoteAddress(),
            request.header("User-Agent").orElse(null));
    return switch (invitations.accept(
        fields.required("token"), fields.text("name", ""), by, (_, _) -> {})) {
      case Invitations.Outcome.Accepted accepted -> {
        var shape = new LinkedHashMap<String, Object>();
        shape.put(
            "organization", shapes.organization(organizations.get(accepted.organizationId())));
        shape.put("member", Shapes.member(accepted.member()));
        yield Reply.json(201, shape);
      }
      case Invitations.Outcome.NotValid() ->
          throw new HttpError(
              404, "This invitation was used or revoked, or is too old; ask for another one.");
    };
  }
}
