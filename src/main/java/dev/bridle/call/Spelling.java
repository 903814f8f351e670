package dev.bridle.call;

import java.util.Locale;
import java.util.Set;

/**
 * Some readers of JSON take names for the same that differ in case only. Where every name is the
 * API's own, one that decides must be spelt as it is; in data, such as the input of a tool, it may
 * be anything.
 */
final class Spelling {
  private Spelling() {}

  static void require(String name, Set<String> deciding) {
    if (isPlain(name)) {
      return;
    }
    String folded = folded(name);
    if (!folded.equals(name) && deciding.contains(folded)) {
      throw Refused.badBody(
          "The field '" + Scalars.shown(name) + "' must be spelt '" + folded + "'.");
    }
  }

  private static boolean isPlain(String name) {
    return name.chars().noneMatch(c -> c >= 'A' && c <= 'Z' || c > 126);
  }

  /** Both ways, because some letters have more than one small form: the long s, the Kelvin sign. */
  private static String folded(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
