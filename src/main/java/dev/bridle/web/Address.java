package dev.bridle.web;

import dev.bridle.http.Query;
import dev.bridle.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Addresses of our own pages, within this server. */
public final class Address {
  private static final String HOME = "/";

  private Address() {}

  /** The address that was asked for, with its query. */
  public static String of(Request request) {
    return withQuery(request.path(), request.query());
  }

  /** Of a path that someone else may have written: two slashes at its beginning name a host. */
  public static String withQuery(String path, Query query) {
    String here = path.replaceFirst("^[/\\\\]+", "/");
    String words =
        query.pairs().stream()
            .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
            .collect(Collectors.joining("&"));
    return words.isEmpty() ? here : here + "?" + words;
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Where someone wanted to go, if that is on this server; else the first page. */
  public static String local(String wanted) {
    boolean ours =
        wanted.startsWith("/")
            && !wanted.startsWith("//")
            && wanted.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return ours ? wanted : HOME;
  }
}
