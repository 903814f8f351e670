package dev.bridle.logs;

import java.util.List;

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
}
