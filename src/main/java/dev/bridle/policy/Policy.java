package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;

/** Decides whether a job may make a call; the decision is pure. */
@FunctionalInterface
public interface Policy {
  Decision decide(JobIdentity job, Ask ask);
}
