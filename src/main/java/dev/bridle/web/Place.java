package dev.bridle.web;

import java.util.Arrays;
import java.util.List;

/** Where a page stands in the navigation, and the lines that lead to the others. */
public enum Place {
  /** Of no line: sign-in, errors. */
  NOWHERE("", "", Area.NONE, ""),

  PIPELINES("Pipelines", "/{organization}", Area.MAIN, ""),
  AGENTS("Agents", "/organizations/{organization}/clusters", Area.MAIN, ""),

  GENERAL("General", "/organizations/{organization}/settings", Area.SETTINGS, ""),
  USERS("Users", "/organizations/{organization}/users", Area.SETTINGS, ""),
  USAGE("Usage", "/organizations/{organization}/usage", Area.SETTINGS, ""),
  ALLOWANCES(
      "Allowances", "/organizations/{organization}/allowances", Area.SETTINGS, "Limits & Policies"),
  POLICY(
      "AI Policy", "/organizations/{organization}/ai-policy", Area.SETTINGS, "Limits & Policies"),
  KILL_SWITCHES(
      "Kill Switches",
      "/organizations/{organization}/kill-switches",
      Area.SETTINGS,
      "Limits & Policies"),
  AUDIT_LOG("Audit Log", "/organizations/{organization}/audit-log", Area.SETTINGS, "Audit"),
  MODEL_PROVIDERS(
      "Model Providers",
      "/organizations/{organization}/model-providers",
      Area.SETTINGS,
      "Integrations"),

  PROFILE("Profile", "/user/settings", Area.PERSONAL, ""),
  PASSWORD("Password", "/user/password", Area.PERSONAL, ""),
  SESSIONS("Sessions", "/user/sessions", Area.PERSONAL, ""),
  API_TOKENS("API Access Tokens", "/user/api-access-tokens", Area.PERSONAL, "");

  /** Where the documentation begins. */
  public static final String DOCUMENTATION = "/docs/guide/README.md";

  /** Which list of lines a place is in. */
  enum Area {
    NONE,
    MAIN,
    /** For administrators; one line in the main list leads there. */
    SETTINGS,
    /** A person's own settings; a line in the person's menu leads there. */
    PERSONAL
  }

  private final String label;
  private final String path;
  private final Area area;
  private final String group;

  Place(String label, String path, Area area, String group) {
    this.label = label;
    this.path = path;
    this.area = area;
    this.group = group;
  }

  public String label() {
    return label;
  }

  /** The heading above it in its list; empty when it stands by itself. */
  public String group() {
    return group;
  }

  public String path() {
    return path;
  }

  public String address(String organizationSlug) {
    return path.replace("{organization}", organizationSlug);
  }

  /** Where the documentation says more of what is here. */
  public String document() {
    return switch (this) {
      case PIPELINES -> "/docs/api/builds.md";
      case USERS, PROFILE, PASSWORD, SESSIONS, API_TOKENS -> "/docs/people.md";
      case USAGE -> "/docs/guide/usage.md";
      case ALLOWANCES -> "/docs/guide/allowances.md";
      case POLICY -> "/docs/guide/policy.md";
      case KILL_SWITCHES -> "/docs/api/kill-switches.md";
      case AUDIT_LOG -> "/docs/api/audit-events.md";
      case MODEL_PROVIDERS -> "/docs/guide/README.md#model-providers";
      case AGENTS -> "/docs/guide/agents.md";
      case NOWHERE, GENERAL -> DOCUMENTATION;
    };
  }

  /** The place whose pages this address is among; what begins with a slug is of pipelines. */
  static Place of(String path) {
    return Arrays.stream(values())
        .filter(place -> place != NOWHERE && place != PIPELINES)
        .filter(place -> path.matches(place.path.replace("{organization}", "[^/]+") + "(/.*)?"))
        .findFirst()
        .orElse(path.matches("/(user|organizations)(/.*)?") ? NOWHERE : PIPELINES);
  }

  boolean isPersonal() {
    return area == Area.PERSONAL;
  }

  public boolean isSetting() {
    return area == Area.SETTINGS;
  }

  public static List<Place> main() {
    return in(Area.MAIN);
  }

  /** The headings in the settings, in their order; the empty one is for lines without any. */
  public static List<String> settingsGroups() {
    return in(Area.SETTINGS).stream().map(Place::group).distinct().toList();
  }

  public static List<Place> settings(String group) {
    return in(Area.SETTINGS).stream().filter(place -> place.group.equals(group)).toList();
  }

  public static List<Place> personal() {
    return in(Area.PERSONAL);
  }

  private static List<Place> in(Area area) {
    return Arrays.stream(values()).filter(place -> place.area == area).toList();
  }
}
