package dev.bridle.policy;

import java.util.List;

/** A decision with what each rule had to say about the call. */
public record Trace(Decision decision, List<Step> rules) {
  public Trace {
    rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param matched whether it is about the call
   * @param why what made it match, what it objects to, or what is otherwise
   */
  public record Step(String rule, Effect effect, boolean reportOnly, boolean matched, String why) {}
}
