package dev.bridle.rest;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Principal;
import dev.bridle.http.Request;

/** Who acts through REST, for the audit trail. */
final class Actors {
  private Actors() {}

  static Actor of(Principal.ApiToken who, Request request) {
    return new Actor(
        "USER",
        who.personId(),
        who.name().isBlank() ? who.email() : who.name(),
        request.remoteAddress(),
        request.header("User-Agent").orElse(null));
  }
}
