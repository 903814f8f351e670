package dev.bridle.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Filters of a list as they stand in its address. */
public final class Filters {
  private Filters() {}

  /** Without those that are empty, always in the same order. */
  public static String address(String path, Map<String, String> filters) {
    String query =
        new TreeMap<>(filters)
            .entrySet().stream()
                .filter(filter -> !filter.getValue().isEmpty())
                .map(filter -> filter.getKey() + "=" + Address.encoded(filter.getValue()))
                .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }
}
