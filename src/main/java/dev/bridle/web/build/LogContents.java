package dev.bridle.web.build;

import dev.bridle.logs.LogGroup;
import dev.bridle.logs.LogOutline;
import dev.bridle.web.Words;
import java.util.List;

/**
 * The groups of a log that is too long for one piece, so many of them at once.
 *
 * @param groups those that are listed
 * @param from how many come before them
 * @param all whether the log has no more groups than are known of
 * @param known how many are known of
 * @param next the line of the group after those that are listed; 0 when there is none
 * @param isAskedFor whether someone looks for a group
 */
public record LogContents(
    List<LogGroup> groups, int from, int known, boolean all, long next, boolean isAskedFor) {
  static final int PAGE = 300;

  static final LogContents NONE = new LogContents(List.of(), 0, 0, true, 0, false);

  public LogContents {
    groups = List.copyOf(groups);
  }

  /**
   * @param line of the first group that is wanted; 0 for the first one
   */
  static LogContents of(LogOutline outline, long line) {
    var groups = outline.groups();
    int from = 0;
    while (from < groups.size() && groups.get(from).line() < line) {
      from++;
    }
    int end = Math.min(groups.size(), from + PAGE);
    return new LogContents(
        groups.subList(from, end),
        from,
        groups.size(),
        outline.all(),
        end < groups.size() ? groups.get(end).line() : 0,
        line > 0);
  }

  public boolean isEmpty() {
    return known == 0;
  }

  /** How many there are, and which of them are listed. */
  public String count() {
    String total = all ? Words.number(known) : "more than " + Words.number(known);
    if (groups.size() == known) {
      return all ? total : "the first " + Words.number(known);
    }
    return groups.isEmpty()
        ? "none of " + total + " from here on"
        : Words.number(from + 1) + " to " + Words.number(from + groups.size()) + " of " + total;
  }

  public boolean hasEarlier() {
    return from > 0;
  }
}
