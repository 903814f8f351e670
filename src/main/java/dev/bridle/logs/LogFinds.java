package dev.bridle.logs;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a text stands in a log.
 *
 * @param next the line from which the search can go on; empty when the log's end was reached
 */
public record LogFinds(List<Find> finds, OptionalLong next, long total) {
  /**
   * One line that has the text in it.
   *
   * @param column where it stands first, counted from 0 in characters
   * @param text what can be read around it
   */
  public record Find(long line, int column, String text) {}

  public LogFinds {
    finds = List.copyOf(finds);
  }
}
