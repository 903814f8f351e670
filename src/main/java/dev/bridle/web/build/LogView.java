package dev.bridle.web.build;

import dev.bridle.logs.LogFinds;
import dev.bridle.web.Filters;
import dev.bridle.web.Words;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's log as its page shows it.
 *
 * @param path where pieces of it are
 * @param page the address of the job's page
 * @param groups none where all of them are in the piece
 * @param marked the line that was asked for; 0 when none was
 * @param text what is searched for
 * @param searchedFrom the line from which it is searched for
 * @param finds where that is; null when nothing is searched for
 */
public record LogView(
    String page,
    String path,
    String raw,
    LogPart part,
    LogContents groups,
    boolean isOver,
    long marked,
    String text,
    long searchedFrom,
    @Nullable LogFinds finds) {
  public boolean isEmpty() {
    return part.total() == 0;
  }

  public String toLine(long line) {
    return page + "?line=" + line + "#L" + line;
  }

  /** A line that was found, with what was found beside it. */
  public String toFound(long line) {
    return address(Map.of("line", Long.toString(line)), searchedFrom) + "#L" + line;
  }

  public String searchFrom(long line) {
    return address(Map.of(), line);
  }

  private String address(Map<String, String> more, long from) {
    var all = new HashMap<>(more);
    all.put("q", text);
    all.put("search_from", from > 1 ? Long.toString(from) : "");
    return Filters.address(page, all);
  }

  /** The same page, with groups from another one on. */
  public String groupsFrom(long line) {
    return page + "?groups_from=" + line + "#groups";
  }

  public boolean isSearchedFromLater() {
    return searchedFrom > 1;
  }

  /** What a search came to: how many lines, and of which part of the log when not of all of it. */
  public String found(LogFinds of) {
    int count = of.finds().size();
    boolean isCut = of.next().isPresent();
    String what =
        switch (count) {
          case 0 -> "Nothing found";
          case 1 -> "1 line found";
          default -> count + " lines found";
        };
    String from = isSearchedFromLater() ? " from line " + Words.number(searchedFrom) + " on" : "";
    return isCut
        ? what + from + " before line " + Words.number(of.next().getAsLong())
        : what + from;
  }
}
