package dev.bridle.web.build;

import dev.bridle.build.Job;
import dev.bridle.logs.LogLines;
import dev.bridle.logs.LogPassage;

/** Makes views of logs, of which only a piece is read. */
record JobLogViews(LogLines logs) {
  /** So many lines at first: a page has to arrive quickly. */
  static final int FIRST = 500;

  /** So many lines with each piece that a page fetches later. */
  static final int PIECE = 1000;

  static final int BEFORE_MARKED = 200;

  /** And about so many bytes at first, of which more are made by what is put around them. */
  private static final int FIRST_BYTES = 80 << 10;

  private static final int FINDS = 100;

  LogView view(Found.Place place, Job job, LogPlace where) {
    var log = log(job);
    var part = where.line() == 0 ? beginning(place, job) : around(place, job, where.line());
    boolean whole = part.first() <= 1 && !part.hasLater();
    var groups = whole ? LogContents.NONE : LogContents.of(logs.outline(log), where.groupsFrom());
    return new LogView(
        place.address().job(job.id()),
        place.address().log(job.id()),
        place.address().rawLog(job.id()),
        part,
        groups,
        job.state().over(),
        where.line(),
        where.text(),
        where.searchFrom(),
        where.text().isEmpty() ? null : logs.search(log, where.text(), where.searchFrom(), FINDS));
  }

  private LogPart beginning(Found.Place place, Job job) {
    return part(place, job, logs.last(log(job), FIRST, FIRST_BYTES));
  }

  private LogPart around(Found.Place place, Job job, long line) {
    var log = log(job);
    var before = logs.upTo(log, line - 1, BEFORE_MARKED, FIRST_BYTES / 2);
    var after = logs.passage(log, line, FIRST - before.lines().size(), FIRST_BYTES / 2);
    // Someone who asks for more than there is sees the end.
    return after.lines().isEmpty() ? beginning(place, job) : part(place, job, before.with(after));
  }

  /** A piece that begins with a line. */
  LogPart from(Found.Place place, Job job, long line, int count) {
    return part(place, job, logs.passage(log(job), line, count));
  }

  /** The piece that ends before a line. */
  LogPart before(Found.Place place, Job job, long line) {
    return part(place, job, logs.upTo(log(job), line - 1, PIECE));
  }

  private LogPart part(Found.Place place, Job job, LogPassage passage) {
    var lines = passage.lines();
    return new LogPart(
        place.address().job(job.id()),
        place.address().log(job.id()),
        LogBlock.of(lines, logs.outline(log(job)).groups()),
        lines.isEmpty() ? 0 : lines.getFirst().number(),
        lines.isEmpty() ? 0 : lines.getLast().number(),
        passage.total());
  }

  private static LogLines.Log log(Job job) {
    return new LogLines.Log(job.id(), job.state().over(), job.finishedAt());
  }
}
