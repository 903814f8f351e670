package dev.bridle.call;

import dev.bridle.call.Refusal.DifferingCredentials;
import dev.bridle.call.Refusal.NoCredential;
import dev.bridle.http.Exchange;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The one token that a model call presents, in any of the forms that clients use. */
final class Presented {
  private Presented() {}

  /** The token, or a {@link Refused}; the same token in several headers is fine. */
  static String token(Exchange exchange) {
    Set<String> tokens = new LinkedHashSet<>();
    exchange.headers("x-api-key").forEach(value -> tokens.add(value.strip()));
    exchange.headers("Authorization").forEach(value -> tokens.add(withoutScheme(value.strip())));
    tokens.remove("");
    if (tokens.size() > 1) {
      throw new Refused(new DifferingCredentials());
    }
    return tokens.stream().findFirst().orElseThrow(() -> new Refused(new NoCredential()));
  }

  private static String withoutScheme(String value) {
    int space = value.indexOf(' ');
    String scheme = space < 0 ? "" : value.substring(0, space).toLowerCase(Locale.ROOT);
    return scheme.equals("token") || scheme.equals("bearer")
        ? value.substring(space + 1).strip()
        : value;
  }
}
