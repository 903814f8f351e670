package dev.bridle.rest;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that grows while it is read: what comes after, or before, the element of that
 * id. One element more than shown is asked for, to know whether there is a further page.
 */
public record Cursor(@Nullable String after, @Nullable String before, int size) {
  public static Cursor of(Request request) {
    var after = request.query("after");
    var before = request.query("before");
    if (after.isPresent() && before.isPresent()) {
      throw HttpError.badRequest("Give either `after` or `before`, not both.");
    }
    return new Cursor(
        after.map(Cursor::id).orElse(null),
        before.map(Cursor::id).orElse(null),
        Page.number(request.query(), "per_page", 30, 100));
  }

  private static String id(String text) {
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("The cursor is not one that this server gave.");
    }
  }

  /**
   * The reply for what was found.
   *
   * @param found in the list's order, up to one more than {@link #size}; when reading backwards the
   *     surplus one is the first
   */
  public <T> Reply reply(
      List<T> found, Function<T, String> id, Function<T, ?> shape, String origin, Request request) {
    boolean more = found.size() > size;
    boolean backwards = before != null;
    var shown = !more ? found : backwards ? found.subList(1, found.size()) : found.subList(0, size);
    return reply(
        shown.stream().map(shape).toList(),
        !shown.isEmpty() && (backwards ? more : after != null)
            ? Optional.of(id.apply(shown.getFirst()))
            : Optional.empty(),
        !shown.isEmpty() && (backwards || more)
            ? Optional.of(id.apply(shown.getLast()))
            : Optional.empty(),
        origin,
        request);
  }

  /**
   * The reply for what is shown.
   *
   * @param previous before which element there may be more; empty where there are none
   * @param next after which element there may be more; empty where there are none
   */
  public Reply reply(
      List<?> shown,
      Optional<String> previous,
      Optional<String> next,
      String origin,
      Request request) {
    var links = new LinkedHashMap<String, String>();
    String address =
        origin + request.path() + "?" + Page.without(request.query(), List.of("after", "before"));
    links.put("self", self(address));
    previous.ifPresent(first -> {
      links.put("first", address.substring(0, address.length() - 1));
      links.put("prev", address + "before=" + first);
    });
    next.ifPresent(last -> links.put("next", address + "after=" + last));
    var answer = new LinkedHashMap<String, Object>();
    answer.put("items", shown);
    answer.put("links", links);
    return Reply.ok(answer).with("Link", header(links));
  }

  private String self(String address) {
    if (after != null) {
      return address + "after=" + after;
    }
    return before != null
        ? address + "before=" + before
        : address.substring(0, address.length() - 1);
  }

  private static String header(Map<String, String> links) {
    return links.entrySet().stream()
        .map(link -> "<" + link.getValue() + ">; rel=\"" + link.getKey() + "\"")
        .collect(Collectors.joining(", "));
  }
}
