package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.util.List;

/** A claim of a rule: any one of its values must be the job's. */
record Requirement(JobClaim claim, List<String> wanted) {
  Requirement {
    wanted = List.copyOf(wanted);
  }

  boolean isMetBy(JobIdentity job) {
    String is = claim.of(job);
    return is != null && wanted.stream().anyMatch(value -> claim.form().matches(value, is));
  }

  String mismatch(JobIdentity job) {
    String is = claim.of(job);
    return claim.word()
        + " is "
        + (is == null ? "not known" : Sentences.shown(is))
        + ", not "
        + Sentences.anyOf(wanted);
  }
}
