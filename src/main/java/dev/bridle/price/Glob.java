package dev.bridle.price;

import java.util.Arrays;
import java.util.List;

/**
 * A pattern of model ids, in which a star stands for any text.
 *
 * @param pieces what stands between the stars
 */
record Glob(List<String> pieces) {
  static boolean isGlob(String id) {
    return id.indexOf('*') >= 0;
  }

  static Glob of(String text) {
    return new Glob(Arrays.asList(text.split("\\*", -1)));
  }

  /** How many characters it names; the more, the closer it fits. */
  int letters() {
    return pieces.stream().mapToInt(String::length).sum();
  }

  boolean matches(String id) {
    String first = pieces.getFirst();
    String last = pieces.getLast();
    int end = id.length() - last.length();
    if (end < first.length() || !id.startsWith(first) || !id.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = id.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
