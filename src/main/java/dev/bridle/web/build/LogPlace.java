package dev.bridle.web.build;

import dev.bridle.http.Request;

/**
 * Where in a log someone looks.
 *
 * @param line the line that is wanted; 0 for the usual beginning
 * @param text what is searched for; empty when nothing is
 * @param groupsFrom the line of the first group to be listed; 0 for the first one of all
 */
record LogPlace(long line, String text, long searchFrom, long groupsFrom) {
  private static final int LONGEST_TEXT = 200;

  static LogPlace of(Request request) {
    String text = request.query("q").orElse("").strip();
    return new LogPlace(
        number(request, "line"),
        text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT),
        Math.max(1, number(request, "search_from")),
        number(request, "groups_from"));
  }

  static long number(Request request, String name) {
    return request
        .query(name)
        .filter(text -> text.matches("\\d{1,12}"))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
