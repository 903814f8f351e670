package dev.bridle.logs;

import java.util.List;
import java.util.stream.Stream;

/**
 * Some lines of a log that follow each other.
 *
 * @param total how many lines the log has so far
 * @param size how many bytes
 * @param open whether the log's last line has not ended and may still grow
 */
public record LogPassage(List<LogLine> lines, long total, long size, boolean open) {
  public LogPassage {
    lines = List.copyOf(lines);
  }

  /** Together with the lines that follow. */
  public LogPassage with(LogPassage next) {
    var all = Stream.concat(lines.stream(), next.lines.stream()).toList();
    return new LogPassage(all, next.total, next.size, next.open);
  }
}
