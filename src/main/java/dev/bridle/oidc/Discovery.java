package dev.bridle.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the provider says of itself; asked when it is first needed, and again after an hour. */
final class Discovery {
  /** The provider's addresses and habits. */
  record Metadata(
      String authorization,
      String token,
      String keys,
      Optional<String> userInfo,
      Optional<String> endSession,
      Set<String> algorithms,
      boolean secretInBody) {}

  private record Known(Metadata metadata, Instant until) {}

  private static final Duration LIFE = Duration.ofHours(1);
  private static final String PATH = "/.well-known/openid-configuration";

  private final String issuer;
  private final ProviderClient client;
  private final InstantSource clock;
  private volatile @Nullable Known known;

  Discovery(String issuer, ProviderClient client, InstantSource clock) {
    this.issuer = issuer;
    this.client = client;
    this.clock = clock;
  }

  Metadata get() {
    var now = clock.instant();
    Known last = known;
    if (last == null || !now.isBefore(last.until)) {
      last = new Known(ask(), now.plus(LIFE));
      known = last;
    }
    return last.metadata;
  }

  private Metadata ask() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    var said = client.get(base + PATH);
    // Else one provider could pass for another.
    if (!said.path("issuer").asString("").equals(issuer)) {
      throw new Unreachable("the identity provider calls itself by another issuer");
    }
    var methods = texts(said.path("token_endpoint_auth_methods_supported"));
    return new Metadata(
        address(said, "authorization_endpoint"),
        address(said, "token_endpoint"),
        address(said, "jwks_uri"),
        Optional.of(said.path("userinfo_endpoint").asString("")).filter(a -> !a.isEmpty()),
        Optional.of(said.path("end_session_endpoint").asString("")).filter(OidcSettings::isSafe),
        texts(said.path("id_token_signing_alg_values_supported")),
        !methods.isEmpty() && !methods.contains("client_secret_basic"));
  }

  private static String address(JsonNode said, String name) {
    String address = said.path(name).asString("");
    if (!OidcSettings.isSafe(address)) {
      throw new Unreachable("the identity provider has no safe " + name);
    }
    return address;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new HashSet<String>();
    list.forEach(one -> texts.add(one.asString("")));
    return Set.copyOf(texts);
  }
}
