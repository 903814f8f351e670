package dev.bridle.auth;

import java.util.Locale;

/** How a person got in when a session began. */
public enum Entry {
  PASSWORD,
  /** A sign-in link, which the operator made. */
  LINK,
  /** The organization's own identity provider. */
  OIDC;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
