package dev.bridle.web;

import dev.bridle.http.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a list a page is.
 *
 * @param word how the address calls it
 * @param page from 1
 * @param pages how many there are; at least 1
 */
public record Pager(
    String word, int page, int pages, int size, String path, Map<String, String> filters) {
  /** A page that there is none of is the last one. */
  public static Pager of(
      Request request, int count, int size, String path, Map<String, String> filters) {
    return of(request, "page", count, size, path, filters);
  }

  /** Of one of several lists on a page. */
  public static Pager of(
      Request request, String word, int count, int size, String path, Map<String, String> filters) {
    int pages = Math.max(1, (count + size - 1) / size);
    String asked = request.query(word).filter(text -> text.matches("\\d{1,6}")).orElse("1");
    int page = Math.clamp(Integer.parseInt(asked), 1, pages);
    return new Pager(word, page, pages, size, path, filters);
  }

  public int skip() {
    return (page - 1) * size;
  }

  public Optional<String> earlier() {
    return page > 1 ? Optional.of(address(page - 1)) : Optional.empty();
  }

  public Optional<String> later() {
    return page < pages ? Optional.of(address(page + 1)) : Optional.empty();
  }

  public String here() {
    return address(page);
  }

  private String address(int other) {
    var all = new HashMap<>(filters);
    all.put(word, other == 1 ? "" : Integer.toString(other));
    return Filters.address(path, all);
  }
}
