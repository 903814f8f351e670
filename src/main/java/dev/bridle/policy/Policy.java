package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.util.List;

/** Decides whether a job may make a call; the decision is pure. */
@FunctionalInterface
public interface Policy {
  Policy ALLOW_ALL = (job, ask) -> new Decision.Allowed("allow-all", 0, List.of());

  Decision decide(JobIdentity job, Ask ask);
}
