package dev.bridle.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what a provider has signed: by which of its keys, for whom, and until when. */
final class IdTokens {
  /** Signatures by a pair of keys; with a shared secret anyone who knows it could sign. */
  private static final Set<JWSAlgorithm> SIGNED_BY_A_PAIR =
      Set.copyOf(JWSAlgorithm.Family.SIGNATURE);

  private static final int SKEW_SECONDS = 60;

  private final String issuer;
  private final String clientId;
  private final ProviderClient client;
  private final InstantSource clock;
  private final Map<String, JWKSource<SecurityContext>> sources = new HashMap<>();

  IdTokens(String issuer, String clientId, ProviderClient client, InstantSource clock) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.client = client;
    this.clock = clock;
  }

  /** The claims of a token that is the provider's word to us about this very sign-in. */
  Optional<Map<String, Object>> verified(String token, String nonce, Discovery.Metadata provider) {
    try {
      var claims = processor(provider).process(token, null);
      return isForThis(claims, nonce) ? Optional.of(claims.getClaims()) : Optional.empty();
    } catch (ParseException | BadJOSEException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (JOSEException e) {
      throw new Unreachable("the keys of the identity provider can't be used", e);
    }
  }

  private boolean isForThis(JWTClaimsSet claims, String nonce) throws ParseException {
    boolean azp = claims.getAudience().size() == 1 || clientId.equals(claims.getStringClaim("azp"));
    return azp && nonce.equals(claims.getStringClaim("nonce"));
  }

  private DefaultJWTProcessor<SecurityContext> processor(Discovery.Metadata provider) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms(provider), keys(provider.keys())));
    processor.setJWTClaimsSetVerifier(verifier());
    return processor;
  }

  private static Set<JWSAlgorithm> algorithms(Discovery.Metadata provider) {
    var said =
        SIGNED_BY_A_PAIR.stream()
            .filter(one -> provider.algorithms().contains(one.getName()))
            .collect(Collectors.toUnmodifiableSet());
    return said.isEmpty() ? Set.of(JWSAlgorithm.RS256) : said;
  }

  /** Kept for some minutes, and asked for again when a token names a key that is not among them. */
  private synchronized JWKSource<SecurityContext> keys(String address) {
    return sources.computeIfAbsent(
        address,
        _ -> {
          try {
            return JWKSourceBuilder.<SecurityContext>create(
                    URI.create(address).toURL(),
                    url -> new Resource(client.text(url.toString()), "application/json"))
                .build();
          } catch (MalformedURLException e) {
            throw new Unreachable("the identity provider has no address for its keys", e);
          }
        });
  }

  private DefaultJWTClaimsVerifier<SecurityContext> verifier() {
    var exact = new JWTClaimsSet.Builder().issuer(issuer).build();
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            Set.of(clientId), exact, Set.of("sub", "iat", "exp", "nonce"), Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(SKEW_SECONDS);
    return verifier;
  }
}
