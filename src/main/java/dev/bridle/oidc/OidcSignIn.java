package dev.bridle.oidc;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Device;
import dev.bridle.auth.Entry;
import dev.bridle.auth.Role;
import dev.bridle.auth.Sessions;
import dev.bridle.config.Secret;
import dev.bridle.http.Trust;
import dev.bridle.organization.Email;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.Vouching;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Lets people in whom the identity provider vouches for. */
public final class OidcSignIn {
  /** What became of it. */
  public sealed interface Outcome {
    /** The cookie's value. */
    record Done(Secret value) implements Outcome {}

    /** The provider's word is not enough, and why. */
    record Refused(Why why, String sentence) implements Outcome {}

    /** The provider did not answer as it should. */
    record Unavailable() implements Outcome {}
  }

  private static final Logger LOG = LoggerFactory.getLogger("oidc");

  private final OidcSettings settings;
  private final String redirect;
  private final ProviderClient client;
  private final Discovery discovery;
  private final IdTokens tokens;
  private final Vouching vouching;
  private final Sessions sessions;
  private final Refusals refusals;

  /**
   * @param url where browsers reach this server
   */
  public OidcSignIn(
      OidcSettings settings,
      String url,
      Trust trust,
      Vouching vouching,
      Sessions sessions,
      InstantSource clock) {
    this.settings = settings;
    this.redirect = url + "/login/oidc/callback";
    this.client = new ProviderClient(trust);
    this.discovery = new Discovery(settings.issuer(), client, clock);
    this.tokens = new IdTokens(settings.issuer(), settings.clientId(), client, clock);
    this.vouching = vouching;
    this.sessions = sessions;
    this.refusals = new Refusals(settings, vouching, clock);
  }

  /** What people know the provider by. */
  public String name() {
    return settings.name();
  }

  /** Where the browser is sent; empty when the provider can't be reached. */
  public Optional<String> address(Errand errand) {
    try {
      var question = new LinkedHashMap<String, String>();
      question.put("response_type", "code");
      question.put("client_id", settings.clientId());
      question.put("redirect_uri", redirect);
      question.put("scope", settings.scopes());
      question.put("state", errand.state());
      question.put("nonce", errand.nonce());
      question.put("code_challenge", errand.challenge());
      question.put("code_challenge_method", "S256");
      return Optional.of(asking(discovery.get().authorization(), question));
    } catch (Unreachable e) {
      LOG.warn("nobody can sign in with {}: {}", settings.issuer(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String asking(String address, Map<String, String> question) {
    return address + (address.contains("?") ? "&" : "?") + form(question);
  }

  /** Where a browser signs out of the provider too; empty when the provider has no such place. */
  public Optional<String> signOutAddress() {
    try {
      return discovery
          .get()
          .endSession()
          .map(address -> asking(address, Map.of("client_id", settings.clientId())));
    } catch (Unreachable e) {
      LOG.warn("nobody can sign out of {}: {}", settings.issuer(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Signs in whom the provider has sent back. */
  public Outcome finish(CameBack back) {
    var errand = back.ownErrand();
    if (errand.isEmpty()) {
      return refused(
          Why.STATE_NOT_VALID,
          "This sign-in was not begun in this browser, or too long ago. Go to the sign-in page"
              + " and try again.",
          back.device());
    }
    if (back.code().isEmpty()) {
      return refused(
          Why.REFUSED_BY_PROVIDER, settings.name() + " did not sign you in.", back.device());
    }
    if (back.issuer().filter(issuer -> !issuer.equals(settings.issuer())).isPresent()) {
      return notValid(Why.ISSUER_NOT_VALID, back.device());
    }
    return exchanged(errand.get(), back);
  }

  private Outcome exchanged(Errand errand, CameBack back) {
    try {
      return claims(errand, back.code())
          .map(claims -> admit(claims, back.device()))
          .orElseGet(() -> notValid(Why.TOKEN_NOT_VALID, back.device()));
    } catch (Unreachable e) {
      LOG.warn("nobody can sign in with {}: {}", settings.issuer(), e.getMessage());
      refusals.tell(Why.PROVIDER_FAILED, back.device());
      return new Outcome.Unavailable();
    }
  }

  private Outcome notValid(Why why, Device device) {
    return refused(
        why,
        "What " + settings.name() + " sent back is not valid. Try to sign in once more.",
        device);
  }

  private Outcome refused(Why why, String sentence, Device device) {
    refusals.tell(why, device);
    return new Outcome.Refused(why, sentence);
  }

  private Outcome refused(Why why, String sentence, Claims claims, Device device) {
    refusals.tell(why, claims, device);
    return new Outcome.Refused(why, sentence);
  }

  private Optional<Claims> claims(Errand errand, String code) {
    var provider = discovery.get();
    var came = client.json(exchange(provider, errand, code));
    var signed = tokens.verified(came.path("id_token").asString(""), errand.nonce(), provider);
    return signed
        .map(Claims::new)
        .map(claims -> completed(claims, provider, came.path("access_token").asString("")));
  }

  private HttpRequest exchange(Discovery.Metadata provider, Errand errand, String code) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", redirect);
    fields.put("code_verifier", errand.verifier());
    var request = ProviderClient.request(provider.token());
    var secret = settings.clientSecret();
    if (secret.isPresent() && !provider.secretInBody()) {
      request.header("Authorization", basic(secret.get()));
    } else {
      fields.put("client_id", settings.clientId());
      secret.ifPresent(value -> fields.put("client_secret", value.reveal()));
    }
    return request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form(fields)))
        .build();
  }

  private String basic(Secret secret) {
    String pair = encoded(settings.clientId()) + ":" + encoded(secret.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Many providers tell the rest only when asked for it; what was signed counts more. */
  private Claims completed(Claims signed, Discovery.Metadata provider, String accessToken) {
    boolean enough =
        signed.has("email") && settings.roles().map(rule -> signed.has(rule.claim())).orElse(true);
    if (enough || provider.userInfo().isEmpty() || accessToken.isEmpty()) {
      return signed;
    }
    var request =
        ProviderClient.request(provider.userInfo().get())
            .header("Authorization", "Bearer " + accessToken)
            .GET()
            .build();
    var said = client.json(request);
    // Else it is about someone else.
    if (!said.path("sub").asString("").equals(signed.text("sub"))) {
      return signed;
    }
    var all = new HashMap<String, Object>();
    said.properties()
        .forEach(one ->
            all.put(one.getKey(), JsonMapper.shared().convertValue(one.getValue(), Object.class)));
    all.putAll(signed.values());
    return new Claims(all);
  }

  private Outcome admit(Claims claims, Device device) {
    Optional<Role> role = settings.roles().flatMap(claims::role);
    var actor = new Actor("OIDC", null, settings.name(), device.ipAddress(), device.userAgent());
    var of =
        new Vouching.Vouched(
            settings.issuer(), claims.text("sub"), email(claims), claims.text("name"), role);
    if (settings.roles().isPresent() && role.isEmpty()) {
      vouching.shutOut(of, settings.organization(), actor);
      return refused(
          Why.NO_ROLE,
          "You are in no group that may use this server. Ask whoever runs " + settings.name() + ".",
          claims,
          device);
    }
    return switch (vouching.bringIn(of, settings.organization(), actor)) {
      case Vouching.Outcome.Known known ->
          new Outcome.Done(sessions.begin(known.personId(), device, Entry.OIDC));
      case Vouching.Outcome.NoAddress _ ->
          refused(
              Why.NO_ADDRESS,
              settings.name()
                  + " doesn't say which verified e-mail address you have, so it is not known"
                  + " who you are here.",
              claims,
              device);
      case Vouching.Outcome.Removed _ ->
          refused(
              Why.REMOVED,
              "You are no longer a member here. To come back, ask an administrator for an"
                  + " invitation.",
              claims,
              device);
    };
  }

  private Optional<Email> email(Claims claims) {
    try {
      boolean counts = claims.emailVerified() || settings.unverifiedEmails();
      return counts ? Optional.of(new Email(claims.text("email"))) : Optional.empty();
    } catch (InvalidField e) {
      return Optional.empty();
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
