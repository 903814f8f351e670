package dev.bridle.auth;

/** What someone is in one organization. */
public record Membership(String organizationId, String slug, String name, Role role) {
  public boolean isAdministrator() {
    return role == Role.ADMIN;
  }
}
