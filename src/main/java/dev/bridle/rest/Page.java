package dev.bridle.rest;

import dev.bridle.http.HttpError;
import dev.bridle.http.Query;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which part of a list is asked for: page {@code number}, counted from 1, of {@code size}. */
public record Page(int number, int size) {
  private static final int DEFAULT_SIZE = 30;
  private static final int LARGEST_SIZE = 100;

  /** Deeper than this nobody reads; an unbounded offset would let one request cost much. */
  private static final int DEEPEST = 10_000;

  public static Page of(Request request) {
    return new Page(
        number(request.query(), "page", 1, DEEPEST),
        number(request.query(), "per_page", DEFAULT_SIZE, LARGEST_SIZE));
  }

  static int number(Query query, String name, int fallback, int largest) {
    var text = query.first(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= 1 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw HttpError.badRequest("`" + name + "` must be a number from 1 to " + largest + ".");
  }

  public int offset() {
    return (number - 1) * size;
  }

  /** The reply for a list that is in memory as a whole. */
  public <T> Reply of(List<T> all, Function<T, ?> shape, String origin, Request request) {
    var shown = all.stream().skip(offset()).limit(size).map(shape).toList();
    return reply(shown, all.size(), origin, request);
  }

  /** The reply for this page of a list that has {@code total} elements. */
  public Reply reply(List<?> shown, long total, String origin, Request request) {
    var reply = Reply.ok(shown);
    var links = links(total, origin, request);
    return links.isEmpty() ? reply : reply.with("Link", String.join(", ", links));
  }

  private List<String> links(long total, String origin, Request request) {
    long last = Math.max(1, (total + size - 1) / size);
    var links = new ArrayList<String>();
    if (number < last) {
      links.add(link(number + 1L, "next", origin, request));
      links.add(link(last, "last", origin, request));
    }
    if (number > 1) {
      links.add(link(1, "first", origin, request));
      links.add(link(number - 1L, "prev", origin, request));
    }
    return links;
  }

  private String link(long page, String relation, String origin, Request request) {
    String others = without(request.query(), List.of("page", "per_page"));
    String address = origin + request.path() + "?" + others + "page=" + page + "&per_page=" + size;
    return "<" + address + ">; rel=\"" + relation + "\"";
  }

  /** The other parameters of a query, ready to stand before more of them. */
  static String without(Query query, List<String> names) {
    return query.pairs().stream()
        .filter(pair -> !names.contains(pair.getKey()))
        .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()) + "&")
        .collect(Collectors.joining());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
