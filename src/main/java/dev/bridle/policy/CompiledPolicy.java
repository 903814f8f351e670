package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.util.List;

/** A version of an organization's policy, ready to decide. */
public final class CompiledPolicy {
  /** Stands for the rule when no rule allows a call. */
  public static final String NO_RULE = "default";

  private final long version;
  private final List<Rule> rules;

  CompiledPolicy(long version, List<Rule> rules) {
    this.version = version;
    this.rules = List.copyOf(rules);
  }

  public long version() {
    return version;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Whether a job may make a call; pure. */
  public Decision decide(JobIdentity job, Ask ask) {
    return new Ruling(this, job, ask).decision();
  }

  /** The same decision, with what each rule says. */
  public Trace trace(JobIdentity job, Ask ask) {
    return new Ruling(this, job, ask).trace();
  }
}
