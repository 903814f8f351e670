package dev.bridle.bench.upstream;

import java.util.HashMap;
import java.util.Map;

/**
 * What the fake upstream does with every call until it is told otherwise.
 *
 * @param delayMs from the request to the answer's first byte
 * @param events of a stream; 0 for a plain answer
 * @param intervalMs between two events; 0 for all at once
 */
public record Behaviour(long delayMs, int events, long intervalMs) {
  public static final String PATH = "/control";

  public static Behaviour plain(long delayMs) {
    return new Behaviour(delayMs, 0, 0);
  }

  public static Behaviour burst(int events) {
    return new Behaviour(0, events, 0);
  }

  public boolean isStream() {
    return events > 0;
  }

  /** The address that switches an upstream to this. */
  public String target() {
    return PATH + "?delayMs=" + delayMs + "&events=" + events + "&intervalMs=" + intervalMs;
  }

  static Behaviour of(String target) {
    Map<String, String> values = new HashMap<>();
    for (String part : target.substring(target.indexOf('?') + 1).split("&", -1)) {
      int equals = part.indexOf('=');
      values.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return new Behaviour(
        Long.parseLong(values.getOrDefault("delayMs", "0")),
        Integer.parseInt(values.getOrDefault("events", "0")),
        Long.parseLong(values.getOrDefault("intervalMs", "0")));
  }
}
