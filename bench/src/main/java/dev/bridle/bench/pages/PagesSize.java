package dev.bridle.bench.pages;

/**
 * How much the organization holds. Half of the builds are in one pipeline, a tenth is under way.
 *
 * @param largeJobs jobs of the one large build
 */
record PagesSize(
    int builds,
    int pipelines,
    int largeJobs,
    int logMb,
    int auditEvents,
    int members,
    int agents,
    int tokens) {
  static final int JOBS_OF_BUILD = 8;

  static PagesSize of(int builds, int logMb) {
    return new PagesSize(builds, 500, 1_000, logMb, 10 * builds, 5_000, 5_000, 1_000);
  }

  /** The pipeline of a build, from 0. */
  int pipelineOf(int build) {
    return build % 2 == 0 ? 0 : 1 + (build / 2) % (pipelines - 1);
  }

  boolean isUnderWay(int build) {
    return build >= builds - builds / 10;
  }
}
