package dev.bridle.auth;

import dev.bridle.config.Secret;
import java.time.InstantSource;
import java.util.Locale;

/** Lets people in who know their password. */
public final class SignIn {
  /** What became of it. */
  public sealed interface Outcome {
    /** The cookie's value. */
    record Done(Secret value) implements Outcome {}

    /** No such person, no password, or another one: nobody is told which. */
    record Wrong() implements Outcome {}

    /** It failed too often lately, and is not even tried. */
    record TooMany() implements Outcome {}
  }

  private final Passwords passwords;
  private final Sessions sessions;
  private final Attempts attempts;

  public SignIn(Passwords passwords, Sessions sessions, InstantSource clock) {
    this.passwords = passwords;
    this.sessions = sessions;
    this.attempts = new Attempts(clock);
  }

  public Outcome with(String email, Secret password, Device device) {
    String address = email.strip().toLowerCase(Locale.ROOT);
    if (attempts.tooMany(address, device.ipAddress())) {
      return new Outcome.TooMany();
    }
    // Counted before it is known: those who try many at once are counted too.
    attempts.failed(address, device.ipAddress());
    var person = passwords.personWith(address, password);
    if (person.isEmpty()) {
      return new Outcome.Wrong();
    }
    attempts.succeeded(address, device.ipAddress());
    return new Outcome.Done(sessions.begin(person.get(), device));
  }
}
