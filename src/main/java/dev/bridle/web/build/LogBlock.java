package dev.bridle.web.build;

import dev.bridle.logs.LogGroup;
import dev.bridle.logs.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a log that are shown or folded together.
 *
 * @param group what they are in; null before the first group
 * @param lines without the group's header
 * @param isContinued whether the group began before these lines
 */
public record LogBlock(@Nullable LogGroup group, List<LogLine> lines, boolean isContinued) {
  public LogBlock {
    lines = List.copyOf(lines);
  }

  /** Its name, for joining pieces. */
  public long id() {
    return group == null ? 0 : group.line();
  }

  public boolean isOpen(long marked) {
    return group == null
        || isContinued
        || group.expanded()
        || marked >= group.line() && marked <= group.lastLine();
  }

  public boolean isMuted() {
    return group != null && group.kind() == LogGroup.Kind.MUTED;
  }

  /** How long the group took; empty when nobody knows. */
  public String duration() {
    return group == null || group.duration() == null ? "" : Elapsed.text(group.duration());
  }

  /** Puts lines where their groups are. */
  static List<LogBlock> of(List<LogLine> lines, List<LogGroup> groups) {
    var blocks = new ArrayList<LogBlock>();
    int from = 0;
    while (from < lines.size()) {
      var group = groupOf(lines.get(from).number(), groups);
      int end = end(lines, from, group, groups);
      boolean hasHeader = group != null && lines.get(from).number() == group.line();
      var body = lines.subList(hasHeader ? from + 1 : from, end);
      blocks.add(new LogBlock(group, body, group != null && !hasHeader));
      from = end;
    }
    return blocks;
  }

  private static int end(
      List<LogLine> lines, int from, @Nullable LogGroup group, List<LogGroup> groups) {
    long last = group == null ? firstHeader(groups) - 1 : group.lastLine();
    int end = from + 1;
    while (end < lines.size() && lines.get(end).number() <= last) {
      end++;
    }
    return end;
  }

  private static long firstHeader(List<LogGroup> groups) {
    return groups.isEmpty() ? Long.MAX_VALUE : groups.getFirst().line();
  }

  /** The last group that begins at or before a line. */
  private static @Nullable LogGroup groupOf(long line, List<LogGroup> groups) {
    int low = 0;
    int high = groups.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (groups.get(middle).line() <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : groups.get(low - 1);
  }
}
