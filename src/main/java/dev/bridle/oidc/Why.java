package dev.bridle.oidc;

import java.util.Locale;

/** Why someone was not signed in. */
public enum Why {
  /** The browser that came back is not the one that went, or it took too long. */
  STATE_NOT_VALID,
  /** The provider itself let nobody in. */
  REFUSED_BY_PROVIDER,
  /** Someone else says that they send the browser. */
  ISSUER_NOT_VALID,
  /** Not signed by the provider, not for us, not for this sign-in (the nonce), or too old. */
  TOKEN_NOT_VALID,
  /** No claim gives them a role. */
  NO_ROLE,
  /** Someone new without an address that counts. */
  NO_ADDRESS,
  /** Was a member, and an administrator has removed them. */
  REMOVED,
  /** The provider didn't take the code, or didn't answer. */
  PROVIDER_FAILED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
