package dev.bridle.web.people;

import dev.bridle.auth.Role;
import dev.bridle.organization.InvalidField;

/** Roles as people choose and read them. */
public final class Roles {
  private Roles() {}

  public static String label(Role role) {
    return switch (role) {
      case ADMIN -> "Administrator";
      case MEMBER -> "Member";
    };
  }

  /** As it stands in a sentence. */
  public static String one(Role role) {
    return switch (role) {
      case ADMIN -> "an administrator";
      case MEMBER -> "a member";
    };
  }

  static Role of(String word) {
    return switch (word) {
      case "admin" -> Role.ADMIN;
      case "member" -> Role.MEMBER;
      default -> throw new InvalidField("role", "must be administrator or member");
    };
  }
}
