package dev.bridle.rest;

import dev.bridle.build.Job;
import dev.bridle.http.Request;

/** What a caller does not want to see of builds. */
record LeftOut(boolean jobs, boolean pipeline, boolean retriedJobs) {
  static final LeftOut NOTHING = new LeftOut(false, false, true);

  static LeftOut of(Request request) {
    return new LeftOut(
        asked(request, "exclude_jobs"),
        asked(request, "exclude_pipeline"),
        !asked(request, "include_retried_jobs"));
  }

  private static boolean asked(Request request, String name) {
    return request.query(name).filter("true"::equals).isPresent();
  }

  /** Of the attempts at a step only the last one is shown, unless all are asked for. */
  boolean shows(Job job) {
    return !retriedJobs || job.retriedIn() == null;
  }
}
