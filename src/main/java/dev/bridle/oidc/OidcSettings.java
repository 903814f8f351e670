package dev.bridle.oidc;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import dev.bridle.config.Setting;
import dev.bridle.config.Settings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The identity provider that people may sign in with.
 *
 * @param name what the button calls it
 * @param organization whose members people become; empty for the server's first
 * @param clientSecret none for a client that proves itself by PKCE alone
 * @param scopes what is asked for, with {@code openid} among it
 * @param unverifiedEmails whether addresses count that the provider doesn't call verified
 */
public record OidcSettings(
    String issuer,
    String name,
    Optional<String> organization,
    String clientId,
    Optional<Secret> clientSecret,
    String scopes,
    Optional<RoleClaim> roles,
    boolean unverifiedEmails) {
  /**
   * The claim that says what someone may be.
   *
   * @param members who may come in at all; empty for everyone
   */
  public record RoleClaim(String claim, Set<String> admins, Set<String> members) {
    public RoleClaim {
      admins = Set.copyOf(admins);
      members = Set.copyOf(members);
    }
  }

  public static final Setting ISSUER =
      Setting.plain(
          "oidc-issuer",
          "",
          "Issuer of an OpenID Connect provider that people may sign in with, as its own documents spell it; `https`, or loopback. Its redirect address is `PUBLIC-URL/login/oidc/callback`.");
  public static final Setting CLIENT_ID =
      Setting.plain("oidc-client-id", "", "Bridle's client id with that provider.");
  public static final Setting CLIENT_SECRET =
      Setting.secret(
          "oidc-client-secret",
          "Bridle's client secret with the OpenID Connect provider; none for a public client.");
  public static final Setting NAME =
      Setting.plain(
          "oidc-name", "single sign-on", "What the button on the sign-in page calls the provider.");
  public static final Setting ORGANIZATION =
      Setting.plain(
          "oidc-organization",
          "",
          "Slug of the organization whose members people become when they sign in so; by default the first one.");
  public static final Setting SCOPES =
      Setting.plain(
          "oidc-scopes", "openid email profile", "Scopes that the provider is asked for.");
  public static final Setting ROLE_CLAIM =
      Setting.plain(
          "oidc-role-claim",
          "",
          "Claim with a person's groups or roles, such as `groups`, or a path with dots to one within others, such as `realm_access.roles`. With it the role is set anew at every sign-in; without it people become members, and administrators change roles.");
  public static final Setting ADMINS =
      Setting.plain(
          "oidc-admins",
          "",
          "Values of that claim, separated by commas, that make administrators.");
  public static final Setting MEMBERS =
      Setting.plain(
          "oidc-members",
          "",
          "Values of that claim that make members; empty for everyone whom the provider signs in.");
  public static final Setting UNVERIFIED_EMAILS =
      Setting.plain(
          "oidc-unverified-emails",
          "false",
          "Whether addresses count that the provider doesn't call verified. Only for providers that never say so: whoever can choose an address there becomes the person here that has it.");

  public static final List<Setting> ALL =
      List.of(
          ISSUER,
          NAME,
          CLIENT_ID,
          CLIENT_SECRET,
          ORGANIZATION,
          SCOPES,
          ROLE_CLAIM,
          ADMINS,
          MEMBERS,
          UNVERIFIED_EMAILS);

  /** What was said of a provider, if anything. */
  public static Optional<OidcSettings> read(Settings said) {
    return said.find(ISSUER).map(issuer -> read(said, issuer));
  }

  private static OidcSettings read(Settings said, String issuer) {
    requireSafe(issuer);
    String clientId =
        said.find(CLIENT_ID)
            .orElseThrow(
                () -> new BadSetting(CLIENT_ID.flag() + " is needed beside " + ISSUER.flag()));
    if (!Set.of(said.text(SCOPES).split(" +")).contains("openid")) {
      throw new BadSetting(SCOPES.flag() + " must hold openid");
    }
    return new OidcSettings(
        issuer,
        said.text(NAME),
        said.find(ORGANIZATION),
        clientId,
        said.secret(CLIENT_SECRET),
        said.text(SCOPES),
        roles(said),
        said.flag(UNVERIFIED_EMAILS));
  }

  private static Optional<RoleClaim> roles(Settings said) {
    var claim = said.find(ROLE_CLAIM);
    if (claim.isEmpty() && (said.find(ADMINS).isPresent() || said.find(MEMBERS).isPresent())) {
      throw new BadSetting(
          ROLE_CLAIM.flag() + " is needed beside " + ADMINS.flag() + " and " + MEMBERS.flag());
    }
    return claim.map(
        name -> new RoleClaim(name, values(said.text(ADMINS)), values(said.text(MEMBERS))));
  }

  private static Set<String> values(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What comes by plain HTTP can be changed on its way, and then says that anyone is anyone. */
  private static void requireSafe(String issuer) {
    if (!isSafe(issuer)) {
      throw new BadSetting(ISSUER.flag() + " must be an https address, or one of this machine");
    }
  }

  static boolean isSafe(String address) {
    try {
      var uri = URI.create(address);
      String host = Optional.ofNullable(uri.getHost()).orElse("");
      boolean loopback = Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
      return !host.isEmpty()
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && loopback);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
