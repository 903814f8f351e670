package dev.bridle.web;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Membership;
import dev.bridle.auth.SignedIn;
import dev.bridle.http.Request;
import java.util.Locale;
import java.util.Optional;

/** Someone who has signed in and is a member of the organization that the page is about. */
public record Visitor(SignedIn person, Membership membership, FormToken token) implements Who {
  @Override
  public Optional<SignedIn> signedIn() {
    return Optional.of(person);
  }

  /** Stands for them where there is little room. */
  public String initial() {
    String name = person.name();
    return name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
  }

  public String organizationId() {
    return membership.organizationId();
  }

  /** The address of a place in this organization. */
  public String address(Place place) {
    return place.address(membership.slug());
  }

  /** Who acts, for the audit trail. */
  public Actor actor(Request request) {
    return new Actor(
        "USER",
        person.personId(),
        person.name(),
        request.remoteAddress(),
        request.header("User-Agent").orElse(null));
  }
}
