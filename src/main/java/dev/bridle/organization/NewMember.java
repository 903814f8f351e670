package dev.bridle.organization;

import dev.bridle.auth.Role;
import java.util.Optional;

/**
 * Someone who is to become a member.
 *
 * @param passwordHash a first password; only for someone whom this server doesn't know yet
 */
public record NewMember(Email email, String name, Role role, Optional<String> passwordHash) {
  public NewMember {
    if (name.strip().length() > People.LONGEST_NAME) {
      throw new InvalidField("name", "can't be longer than " + People.LONGEST_NAME + " characters");
    }
  }

  public NewMember(Email email, String name, Role role) {
    this(email, name, role, Optional.empty());
  }

  String nameOrAddress() {
    return name.isBlank() ? email.beforeAt() : name.strip();
  }
}
