package dev.bridle.fleet;

import java.util.List;

/** What a job asks of an agent's tags; the queue is not among it. */
record AgentRules(List<String> rules) {
  private static final String ANY = "*";

  static AgentRules of(String json) {
    return new AgentRules(
        AgentRows.list(json).stream().filter(rule -> !rule.startsWith("queue=")).toList());
  }

  boolean match(List<String> tags) {
    return rules.stream().allMatch(rule -> tags.stream().anyMatch(tag -> matches(rule, tag)));
  }

  private static boolean matches(String rule, String tag) {
    if (rule.equals(tag)) {
      return true;
    }
    int equals = rule.indexOf('=');
    return rule.substring(equals + 1).equals(ANY) && tag.startsWith(rule.substring(0, equals + 1));
  }
}
