package dev.bridle.policy;

import java.util.List;
import java.util.stream.Collectors;

/** How policy speaks to whoever reads a job's log. */
final class Sentences {
  private static final int LONGEST = 100;
  private static final int MOST = 20;
  private static final String ASK = "; an administrator of the organization can change the policy.";

  private Sentences() {}

  /** Someone's own text, short and on one line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}|`", " ");
    return "`" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…") + "`";
  }

  static String anyOf(List<String> values) {
    String some =
        values.stream().limit(MOST).map(Sentences::shown).collect(Collectors.joining(", "));
    return values.size() <= MOST ? some : some + " and " + (values.size() - MOST) + " more";
  }

  private static String rule(Rule rule) {
    String description = rule.description();
    return "Policy rule `"
        + rule.id()
        + "`"
        + (description == null ? "" : " (" + description + ")");
  }

  static String denied(Rule rule, Ask ask) {
    return rule(rule)
        + (rule.models().isEmpty()
            ? " denies model calls to this job"
            : " denies the model " + shown(ask.model()) + " to this job")
        + ASK;
  }

  static String beyond(Rule rule, Violation violation) {
    return rule(rule) + " " + violation.what() + ASK;
  }

  static String otherModel(Rule rule, List<String> allowed, Ask ask) {
    return "The policy does not allow this job the model "
        + shown(ask.model())
        + "; allowed are "
        + anyOf(allowed)
        + " (rule `"
        + rule.id()
        + "`)"
        + ASK;
  }

  static String nothingAllows() {
    return "No rule of the organization's policy allows this job to call models (rule `default`)"
        + ASK;
  }
}
