package dev.bridle.build;

/** What became of the wish to run a job again. */
public sealed interface RetryAnswer {
  record Retried(String jobId) implements RetryAnswer {}

  /** It did not end in a way that is run again. */
  record NothingToRetry() implements RetryAnswer {}

  record Refused(String why) implements RetryAnswer {}
}
