package dev.bridle.logs;

import java.util.List;

/**
 * The groups of a log.
 *
 * @param all whether there are no more of them than are told
 */
public record LogOutline(List<LogGroup> groups, boolean all, long total, long size) {
  public LogOutline {
    groups = List.copyOf(groups);
  }
}
