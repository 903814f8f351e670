package dev.bridle.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and values of a JSON object in the order in which they are named, at every start of the
 * server.
 */
public final class Pairs {
  private Pairs() {}

  public static Map<String, Object> of(String name, Object value, String next, Object nextValue) {
    var pairs = new LinkedHashMap<String, Object>();
    pairs.put(name, value);
    pairs.put(next, nextValue);
    return pairs;
  }

  public static Map<String, Object> of(
      String name, Object value, String next, Object nextValue, String last, Object lastValue) {
    var pairs = of(name, value, next, nextValue);
    pairs.put(last, lastValue);
    return pairs;
  }
}
