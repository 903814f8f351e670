package dev.bridle.web.build;

import dev.bridle.logs.LogFinds;
import dev.bridle.logs.LogGroup;
import dev.bridle.web.Filters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's log as its page shows it.
 *
 * @param path where pieces of it are
 * @param page the address of the job's page
 * @param outline its groups, when they don't all fit into the piece
 * @param marked the line that was asked for; 0 when none was
 * @param text what is searched for
 * @param finds where that is; null when nothing is searched for
 */
public record LogView(
    String page,
    String path,
    String raw,
    LogPart part,
    List<LogGroup> outline,
    boolean isOver,
    long marked,
    String text,
    @Nullable LogFinds finds) {
  public boolean isEmpty() {
    return part.total() == 0;
  }

  public String toLine(long line) {
    return page + "?line=" + line + "#L" + line;
  }

  public String searchFrom(long line) {
    return Filters.address(page, java.util.Map.of("q", text, "search_from", Long.toString(line)));
  }
}
