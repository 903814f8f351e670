package dev.bridle.organization;

import dev.bridle.auth.Passwords;
import dev.bridle.config.Secret;

/** A password that someone chooses; long enough, and nothing else is asked of it. */
public record NewPassword(Secret value) {
  public NewPassword {
    int length = value.reveal().length();
    if (length < Passwords.SHORTEST || length > Passwords.LONGEST) {
      throw new InvalidField(
          "password",
          "must be " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters long");
    }
  }
}
