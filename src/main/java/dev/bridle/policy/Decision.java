package dev.bridle.policy;

import java.util.List;

/**
 * What policy says, by which rule of which version, and what rules in report-only mode would have
 * said.
 */
public sealed interface Decision {
  String rule();

  long version();

  List<Denied> reported();

  record Allowed(String rule, long version, List<Denied> reported) implements Decision {
    public Allowed {
      reported = List.copyOf(reported);
    }
  }

  /**
   * A call that must not be made; the sentence is for the person who reads the job's log.
   *
   * @param subject the model, field, tool or beta that is not allowed; empty for the job as such
   */
  record Denied(
      String rule, long version, Kind kind, String subject, String sentence, List<Denied> reported)
      implements Decision {
    public Denied {
      reported = List.copyOf(reported);
    }
  }

  /** What of a call a rule objects to. */
  enum Kind {
    /** The job itself: its pipeline, branch, fork, creator … */
    JOB,
    MODEL,
    FIELD,
    TOOL,
    BETA
  }
}
