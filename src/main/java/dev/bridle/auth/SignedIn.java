package dev.bridle.auth;

import java.util.List;
import java.util.Optional;

/** A person who has signed in with a browser, and the organizations that are open to them. */
public record SignedIn(
    String sessionId, String personId, String email, String name, List<Membership> memberships) {
  public SignedIn {
    memberships = List.copyOf(memberships);
  }

  public Optional<Membership> in(String organizationSlug) {
    return memberships.stream().filter(m -> m.slug().equals(organizationSlug)).findFirst();
  }
}
