package dev.bridle.web.rule;

import dev.bridle.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a policy as a line of a list.
 *
 * @param about which calls it is about, key by key
 */
public record RuleLine(
    String id, String effect, String description, boolean reportOnly, List<String> about) {
  private static final Set<String> TOLD_APART =
      Set.of("id", "effect", "description", "report_only");

  public RuleLine {
    about = List.copyOf(about);
  }

  public static List<RuleLine> of(PolicyDocument document) {
    return document.json().valueStream().map(RuleLine::of).toList();
  }

  /** Those that are about calls to a provider. */
  public static List<RuleLine> of(PolicyDocument document, String provider) {
    return document
        .json()
        .valueStream()
        .filter(rule -> isAbout(rule.path("provider"), provider))
        .map(RuleLine::of)
        .toList();
  }

  private static boolean isAbout(JsonNode wanted, String provider) {
    return wanted.isMissingNode()
        || wanted.isNull()
        || wanted.asString("").equals(provider)
        || wanted.valueStream().anyMatch(one -> one.asString("").equals(provider));
  }

  private static RuleLine of(JsonNode rule) {
    var about = new ArrayList<String>();
    rule.properties().stream()
        .filter(entry -> !TOLD_APART.contains(entry.getKey()))
        .forEach(entry -> about.add(entry.getKey() + ": " + shortened(entry.getValue())));
    return new RuleLine(
        rule.path("id").asString(""),
        rule.path("effect").asString(""),
        rule.path("description").asString(""),
        rule.path("report_only").asBoolean(false),
        about);
  }

  private static String shortened(JsonNode value) {
    if (value.isObject()) {
      return String.join(", ", value.propertyNames());
    }
    if (value.isArray()) {
      return String.join(
          ", ", value.valueStream().map(one -> one.asString(one.toString())).toList());
    }
    return value.asString(value.toString());
  }
}
