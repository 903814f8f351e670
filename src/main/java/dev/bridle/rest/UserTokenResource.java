package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Email;
import java.util.List;

/** A member's own API tokens. */
public final class UserTokenResource {
  private static final String ALL = "/v2/user/api-tokens";

  private final ApiTokens tokens;
  private final WantedToken wanted;
  private final Shapes shapes;

  public UserTokenResource(ApiTokens tokens, Shapes shapes) {
    this.tokens = tokens;
    this.wanted = new WantedToken(tokens);
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(ALL, guard.member(Scope.READ_USER, this::list)),
        Route.post(ALL, guard.member(Scope.WRITE_USER, this::create)),
        Route.delete(ALL + "/{id}", guard.member(Scope.WRITE_USER, this::revoke)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(
            tokens.list(who.organizationId(), who.personId()),
            Shapes::apiToken,
            shapes.origin(),
            request);
  }

  private Reply create(Principal.ApiToken who, Request request) {
    return wanted.create(who, new Email(who.email()), Fields.of(request), request);
  }

  private Reply revoke(Principal.ApiToken who, Request request) {
    String id = request.parameter("id");
    boolean own =
        tokens
            .find(who.organizationId(), id)
            .filter(token -> token.owner().id().equals(who.personId()))
            .isPresent();
    if (!own || !tokens.revoke(who.organizationId(), id, Actors.of(who, request))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }
}
