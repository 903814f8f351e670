package dev.bridle.web.provider;

import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Method;
import java.util.Optional;

/**
 * The operator's key, of which nothing is stored with a connection: whether the provider takes it
 * is asked when somebody chooses it, and told on the page that follows.
 */
final class HostedKey {
  static final String QUERY = "hosted";
  static final String VERIFIED = "verified";

  private HostedKey() {}

  /** What the next page's address tells of it; empty when another method was chosen. */
  static String verdict(ConnectionDesk desk, Brand brand, ConnectionChange change) {
    if (!change.method().equals(Optional.of(Method.HOSTED))) {
      return "";
    }
    String word = desk.verifyHosted(brand.name()) ? VERIFIED : "unknown";
    return "&" + QUERY + "=" + word;
  }
}
