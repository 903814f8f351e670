package dev.bridle.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words that one field of events can have.
 *
 * @param called what such a word is called in a sentence
 */
record Vocabulary(String called, List<String> words) {
  /** What nobody would take for one of the words is not looked at, and not repeated as a whole. */
  private static final int LONGEST = 100;

  private static final int REPEATED = 25;

  /** More differences than these are another word. */
  private static final int SIMILAR = 4;

  /** As REST and exports spell a type. */
  private static final Pattern EVENT_NAME = Pattern.compile("[A-Z][A-Za-z]*Event");

  private static final Pattern WORD = Pattern.compile("(?<!^)[A-Z]");

  Vocabulary {
    words = List.copyOf(words);
  }

  /**
   * The word that someone means, in whatever case, with blanks, or spelled as events' names are.
   */
  static String meant(String text) {
    String name = text.strip();
    if (name.length() <= LONGEST && EVENT_NAME.matcher(name).matches()) {
      name = WORD.matcher(name.substring(0, name.length() - "Event".length())).replaceAll("_$0");
    }
    return name.toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  /** Why nothing can be like this, as a sentence; empty when it is one of the words. */
  Optional<String> unknown(String named) {
    String word = meant(named);
    if (words.contains(word)) {
      return Optional.empty();
    }
    return Optional.of(
        "Unknown "
            + called
            + " \""
            + shortened(named)
            + "\"."
            + like(word).map(one -> " Did you mean " + one + "?").orElse(""));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, REPEATED)) + "…";
  }

  /** What was perhaps meant. */
  private Optional<String> like(String word) {
    return word.length() > LONGEST
        ? Optional.empty()
        : words.stream()
            .min(Comparator.comparingInt(one -> differences(word, one)))
            .filter(one -> differences(word, one) <= SIMILAR);
  }

  /** How many letters must be put in, taken out or replaced to make one word of the other. */
  private static int differences(String one, String other) {
    int[] last = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] next = new int[other.length() + 1];
      next[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        next[j] = Math.min(replaced, 1 + Math.min(last[j], next[j - 1]));
      }
      last = next;
    }
    return last[other.length()];
  }
}
