package dev.bridle.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider that says what a test wants, also what none should say. */
final class ScriptedProvider implements AutoCloseable {
  static final String SECRET = "a secret of the tests, long enough to sign with";

  /** How a token is signed. */
  enum Signature {
    BY_ITS_KEY,
    BY_ANOTHER_KEY,
    BY_THE_CLIENTS_SECRET,
    BY_NOBODY
  }

  private static final RSAKey KEY = newKey();
  private static final RSAKey OTHER_KEY = newKey();

  private final HttpServer server;

  final Map<String, Object> claims = new HashMap<>();
  final Map<String, Object> userInfo = new HashMap<>();
  final Map<String, Object> metadata = new HashMap<>();
  Signature signature = Signature.BY_ITS_KEY;
  boolean broken;
  int exchanges;
  String challenge = "";

  ScriptedProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer("/.well-known/openid-configuration", _ -> metadata());
    answer("/keys", _ -> new JWKSet(KEY.toPublicJWK()).toJSONObject());
    answer("/token", this::tokens);
    answer("/me", _ -> userInfo);
    server.start();
    claims.putAll(
        Map.of(
            "iss",
            issuer(),
            "aud",
            List.of("bridle"),
            "sub",
            "subject-1",
            "email",
            "cleo@example.com",
            "email_verified",
            true,
            "name",
            "Cleo"));
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Map<String, Object> metadata() {
    var said = new HashMap<String, Object>();
    said.put("issuer", issuer());
    said.put("authorization_endpoint", issuer() + "/auth");
    said.put("token_endpoint", issuer() + "/token");
    said.put("jwks_uri", issuer() + "/keys");
    said.put("userinfo_endpoint", issuer() + "/me");
    said.put("end_session_endpoint", issuer() + "/end");
    said.put("id_token_signing_alg_values_supported", List.of("RS256", "HS256", "none"));
    said.putAll(metadata);
    return said;
  }

  private Map<String, Object> tokens(HttpExchange exchange) {
    exchanges++;
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> fields =
          Arrays.stream(body.split("&"))
              .map(pair -> pair.split("=", 2))
              .collect(
                  Collectors.toMap(
                      pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(fields.getOrDefault("code_verifier", "").getBytes(StandardCharsets.UTF_8));
      if (!Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(challenge)) {
        return Map.of("error", "invalid_grant");
      }
      return Map.of("access_token", "an access token", "id_token", idToken());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String idToken() throws JOSEException {
    var all = new JWTClaimsSet.Builder();
    var now = Instant.now();
    all.issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)));
    claims.forEach(all::claim);
    var set = all.build();
    return switch (signature) {
      case BY_ITS_KEY -> signed(set, KEY);
      case BY_ANOTHER_KEY -> signed(set, OTHER_KEY);
      case BY_NOBODY -> new PlainJWT(set).serialize();
      case BY_THE_CLIENTS_SECRET -> {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
        jwt.sign(new MACSigner(SECRET));
        yield jwt.serialize();
      }
    };
  }

  private static String signed(JWTClaimsSet set, RSAKey by) throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), set);
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  private interface Answer {
    Map<String, Object> to(HttpExchange exchange);
  }

  private void answer(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            byte[] body = JsonMapper.shared().writeValueAsBytes(answer.to(exchange));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(broken ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
