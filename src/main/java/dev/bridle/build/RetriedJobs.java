package dev.bridle.build;

import java.util.List;

/** What became of the wish to run the failed jobs of a build again. */
public sealed interface RetriedJobs {
  /**
   * These new attempts were made; none when there was nothing to retry.
   *
   * @param left how many jobs could be retried by their state, but not by hand
   */
  record Retried(List<String> jobIds, int left) implements RetriedJobs {
    public Retried {
      jobIds = List.copyOf(jobIds);
    }
  }

  record Refused(String why) implements RetriedJobs {}
}
