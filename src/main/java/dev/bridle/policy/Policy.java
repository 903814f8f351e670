package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;

/** Decides whether a job may make a call; the decision is pure. */
@FunctionalInterface
public interface Policy {
  Policy ALLOW_ALL = (job, ask) -> new Decision.Allowed("allow-all");

  Decision decide(JobIdentity job, Ask ask);
}
