package dev.bridle.web;

import dev.bridle.auth.Sessions;
import dev.bridle.config.Secret;
import dev.bridle.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The two cookies: of who has signed in, and of who has not. */
public final class Cookies {
  private final String prefix;
  private final String attributes;

  /**
   * @param https whether browsers reach this server by HTTPS; then no other host or path can set
   *     these cookies
   */
  Cookies(boolean https) {
    this.prefix = https ? "__Host-" : "";
    this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "");
  }

  private String session() {
    return prefix + "bridle";
  }

  private String guest() {
    return prefix + "bridle-guest";
  }

  /** The value of the cookie of who has signed in; empty when there is none. */
  String session(Request request) {
    return value(request, session());
  }

  String guest(Request request) {
    return value(request, guest());
  }

  public String signedIn(Secret value) {
    return session() + "=" + value.reveal() + attributes + "; Max-Age=" + Sessions.LIFE.toSeconds();
  }

  public String signedOut() {
    return session() + "=" + attributes + "; Max-Age=0";
  }

  String ofGuest(Secret value) {
    return guest() + "=" + value.reveal() + attributes;
  }

  /**
   * Of who has gone to the identity provider, for some minutes.
   *
   * @param to where they want to go afterwards, encoded
   */
  public String onErrand(Secret secret, String to) {
    return errand() + "=" + secret.reveal() + "." + to + attributes + "; Max-Age=900";
  }

  /** The secret of who comes back from there. */
  public Optional<Secret> errand(Request request) {
    String secret = value(request, errand()).split("\\.", 2)[0];
    return secret.isEmpty() ? Optional.empty() : Optional.of(new Secret(secret));
  }

  /** Of who has come back: a second time it would be of no use. */
  public String errandOver() {
    return errand() + "=" + attributes + "; Max-Age=0";
  }

  /** Where who comes back wanted to go. */
  public String whereTo(Request request) {
    String[] parts = value(request, errand()).split("\\.", 2);
    return parts.length < 2
        ? "/"
        : Address.local(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
  }

  private String errand() {
    return prefix + "bridle-errand";
  }

  /** Some clients put the value in quotation marks, which none of ours has. */
  private static String value(Request request, String name) {
    String start = name + "=";
    return request.headers().all("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(start))
        .map(pair -> pair.substring(start.length()).replace("\"", ""))
        .findFirst()
        .orElse("");
  }
}
