package dev.bridle.web.build;

import java.util.List;

/**
 * A piece of a log.
 *
 * @param page the address of the job's page
 * @param path where other pieces are
 * @param first the number of its first line; 0 when there is none
 * @param total how many lines the log has
 */
public record LogPart(
    String page, String path, List<LogBlock> blocks, long first, long last, long total) {
  public LogPart {
    blocks = List.copyOf(blocks);
  }

  public boolean hasEarlier() {
    return first > 1;
  }

  public boolean hasLater() {
    return last < total;
  }

  /** A line whose page ends where this piece begins, for those who read without scripts. */
  public long earlier() {
    return Math.max(1, first - (JobLogViews.FIRST - JobLogViews.BEFORE_MARKED));
  }

  public long later() {
    return last + 1;
  }
}
