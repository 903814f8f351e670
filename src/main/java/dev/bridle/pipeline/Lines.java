package dev.bridle.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which line of the YAML text each path of a pipeline came from. */
record Lines(Map<String, Integer> byPath) {
  /** A pipeline that was never text has no lines. */
  static final Lines NONE = new Lines(Map.of());

  Lines {
    byPath = Map.copyOf(byPath);
  }

  /** The line of a path, or of the nearest path around it: interpolation may have renamed it. */
  @Nullable Integer of(String path) {
    String known = path;
    while (!known.isEmpty() && !byPath.containsKey(known)) {
      known =
          known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
    }
    return byPath.get(known);
  }
}
