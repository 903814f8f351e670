package dev.bridle.build;

/** How much of a pipeline is under way. Jobs are those that run commands. */
public record Workload(
    long scheduledBuilds,
    long runningBuilds,
    long scheduledJobs,
    long runningJobs,
    long waitingJobs) {
  public static final Workload NONE = new Workload(0, 0, 0, 0, 0);

  Workload withBuilds(BuildState state, long count) {
    return switch (state) {
      case SCHEDULED ->
          new Workload(
              scheduledBuilds + count, runningBuilds, scheduledJobs, runningJobs, waitingJobs);
      case RUNNING, FAILING, CANCELING ->
          new Workload(
              scheduledBuilds, runningBuilds + count, scheduledJobs, runningJobs, waitingJobs);
      case PASSED, FAILED, CANCELED -> this;
    };
  }

  Workload withJobs(JobState state, long count) {
    return switch (state) {
      case PENDING, WAITING ->
          new Workload(
              scheduledBuilds, runningBuilds, scheduledJobs, runningJobs, waitingJobs + count);
      case SCHEDULED, ASSIGNED, ACCEPTED ->
          new Workload(
              scheduledBuilds, runningBuilds, scheduledJobs + count, runningJobs, waitingJobs);
      case RUNNING, CANCELING ->
          new Workload(
              scheduledBuilds, runningBuilds, scheduledJobs, runningJobs + count, waitingJobs);
      case WAITING_FAILED, BROKEN, FINISHED, CANCELED -> this;
    };
  }
}
