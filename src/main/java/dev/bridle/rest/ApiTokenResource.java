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

/** API tokens of an organization, in the hands of its administrators. */
public final class ApiTokenResource {
  private final ApiTokens tokens;
  private final WantedToken wanted;
  private final Shapes shapes;

  public ApiTokenResource(ApiTokens tokens, Shapes shapes) {
    this.tokens = tokens;
    this.wanted = new WantedToken(tokens);
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    String all = "/v2/organizations/{organization}/api-tokens";
    return List.of(
        Route.get(all, guard.administrator(Scope.READ_ORGANIZATIONS, this::list)),
        Route.post(all, guard.administrator(Scope.WRITE_ORGANIZATIONS, this::create)),
        Route.delete(all + "/{id}", guard.administrator(Scope.WRITE_ORGANIZATIONS, this::revoke)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Page.of(request)
        .of(tokens.list(who.organizationId()), Shapes::apiToken, shapes.origin(), request);
  }

  private Reply create(Principal.ApiToken who, Request request) {
    var fields = Fields.of(request);
    return wanted.create(who, new Email(fields.text("email", who.email())), fields, request);
  }

  private Reply revoke(Principal.ApiToken who, Request request) {
    if (!tokens.revoke(who.organizationId(), request.parameter("id"), Actors.of(who, request))) {
      throw HttpError.notFound();
    }
    return Reply.empty(204);
  }
}
