package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.ApiTokens;
import dev.bridle.organization.Members;
import java.time.InstantSource;
import java.util.List;

/** The API itself, and what a caller asks about the own token and person. */
public final class AccountResource {
  private final ApiTokens tokens;
  private final Members members;
  private final InstantSource clock;

  public AccountResource(ApiTokens tokens, Members members, InstantSource clock) {
    this.tokens = tokens;
    this.members = members;
    this.clock = clock;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get("/v2", Guarded.anyone(this::info)),
        Route.get("/v2/access-token", guard.anyToken(this::token)),
        Route.delete("/v2/access-token", guard.anyToken(this::revoke)),
        Route.get("/v2/user", guard.member(Scope.READ_USER, this::user)));
  }

  private Reply info(Request request) {
    return Reply.ok(
        Pairs.of("message", "Bridle REST API v2", "timestamp", clock.instant().getEpochSecond()));
  }

  private Reply token(Principal.ApiToken who, Request request) {
    return tokens
        .find(who.organizationId(), who.tokenId())
        .map(token -> Reply.ok(Shapes.apiToken(token)))
        .orElseThrow(HttpError::notFound);
  }

  private Reply revoke(Principal.ApiToken who, Request request) {
    tokens.revoke(who.organizationId(), who.tokenId(), Actors.of(who, request));
    return Reply.empty(204);
  }

  private Reply user(Principal.ApiToken who, Request request) {
    return members
        .find(who.organizationId(), who.personId())
        .map(person -> Reply.ok(Shapes.person(person)))
        .orElseThrow(HttpError::notFound);
  }
}
