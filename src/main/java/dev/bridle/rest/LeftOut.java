package dev.bridle.rest;

import dev.bridle.http.Request;

/** What a caller does not want to see of builds. */
record LeftOut(boolean jobs, boolean pipeline) {
  static final LeftOut NOTHING = new LeftOut(false, false);

  static LeftOut of(Request request) {
    return new LeftOut(asked(request, "exclude_jobs"), asked(request, "exclude_pipeline"));
  }

  private static boolean asked(Request request, String name) {
    return request.query(name).filter("true"::equals).isPresent();
  }
}
