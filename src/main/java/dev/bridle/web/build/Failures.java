package dev.bridle.web.build;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of a build that failed, and the way from one to the next. */
record Failures(List<JobRow> rows) {
  /** The first failed job, for who looks at no job yet. */
  Optional<JobRow> first() {
    return rows.stream().filter(Failures::counts).findFirst();
  }

  /** The failed job that comes next after this one; after the last comes the first. */
  Optional<JobRow> after(String jobId) {
    int at = rows.stream().map(JobRow::id).toList().indexOf(jobId);
    return Stream.concat(rows.stream().skip(at + 1), rows.stream().limit(Math.max(0, at)))
        .filter(Failures::counts)
        .findFirst();
  }

  /** Who was tried again stands for nothing any more; what never ran has no log to look at. */
  private static boolean counts(JobRow row) {
    return row.state().equals("failed") && !row.isRetried() && !row.isWait();
  }
}
