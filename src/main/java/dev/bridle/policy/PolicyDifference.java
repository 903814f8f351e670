package dev.bridle.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is different between two policies.
 *
 * @param reordered whether rules that both have stand in another order
 */
public record PolicyDifference(List<OfRule> rules, boolean reordered) {
  public PolicyDifference {
    rules = List.copyOf(rules);
  }

  /** One rule that was added, removed or changed: then the other side is null. */
  public record OfRule(String id, @Nullable JsonNode before, @Nullable JsonNode after) {
    /** {@code added}, {@code removed} or {@code changed}. */
    public String word() {
      return before == null ? "added" : after == null ? "removed" : "changed";
    }

    /** The keys that are not the same; none of a rule that only one side has. */
    public List<String> keys() {
      if (before == null || after == null) {
        return List.of();
      }
      var names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      names.removeIf(name -> before.path(name).equals(after.path(name)));
      return List.copyOf(names);
    }
  }

  public static PolicyDifference between(PolicyDocument before, PolicyDocument after) {
    var was = byId(before);
    var is = byId(after);
    var rules = new ArrayList<OfRule>();
    is.forEach((id, rule) -> {
      if (!rule.equals(was.get(id))) {
        rules.add(new OfRule(id, was.get(id), rule));
      }
    });
    was.forEach((id, rule) -> {
      if (!is.containsKey(id)) {
        rules.add(new OfRule(id, rule, null));
      }
    });
    var common = new ArrayList<>(was.keySet());
    common.retainAll(is.keySet());
    var inItsOrder = new ArrayList<>(is.keySet());
    inItsOrder.retainAll(was.keySet());
    return new PolicyDifference(rules, !common.equals(inItsOrder));
  }

  private static Map<String, JsonNode> byId(PolicyDocument document) {
    var rules = new LinkedHashMap<String, JsonNode>();
    for (JsonNode rule : document.json()) {
      rules.put(rule.path("id").stringValue(), rule);
    }
    return rules;
  }
}
