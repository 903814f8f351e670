package dev.bridle.organization;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The name of a thing within addresses. */
public record Slug(String value) {
  private static final int LONGEST = 100;
  private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9]+[a-zA-Z0-9-]*");

  /** First segments of addresses that are, or may become, the server's own. */
  private static final Set<String> RESERVED =
      Set.of(
          "admin",
          "api",
          "assets",
          "docs",
          "favicon.ico",
          "graphql",
          "health",
          "help",
          "invite",
          "login",
          "logout",
          "mcp",
          "metrics",
          "oidc",
          "organizations",
          "robots.txt",
          "setup",
          "sign-in",
          "sso",
          "static",
          "user",
          "users",
          "v1",
          "v2",
          "v3",
          "v4",
          "well-known");

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

  public Slug {
    if (value.length() > LONGEST || !RULE.matcher(value).matches()) {
      throw new InvalidField(
          "slug",
          "must be at most 100 letters, digits and hyphens, beginning with a letter or digit");
    }
  }

  /** The slug of an organization, below which its addresses begin. */
  public static Slug ofOrganization(String value) {
    if (RESERVED.contains(value.toLowerCase(Locale.ROOT))) {
      throw new InvalidField(
          "organization", "\"" + value + "\" is an address of the server itself; choose another");
    }
    return new Slug(value);
  }

  /** The slug that a name becomes when none is given. */
  public static Slug ofName(String name) {
    String words = BETWEEN_WORDS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    String begun = words.startsWith("-") ? words.substring(1) : words;
    String cut = begun.length() > LONGEST ? begun.substring(0, LONGEST) : begun;
    String slug = cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
    if (slug.isEmpty()) {
      throw new InvalidField("name", "must hold at least one letter or digit");
    }
    return new Slug(slug);
  }

  @Override
  public String toString() {
    return value;
  }
}
