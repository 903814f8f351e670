package dev.bridle.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Keeps out of a pipeline the characters that mean something to us, or that nothing can hold. */
final class ReservedCharacters {
  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00\uE000\uE001\uE002]");
  private static final Texts CHECKED =
      new Texts(ReservedCharacters::checked, ReservedCharacters::checked);

  private ReservedCharacters() {}

  static Field absentFrom(Field pipeline) {
    JsonNode same = CHECKED.rewritten(pipeline);
    return pipeline.with(same);
  }

  private static String checked(Field place, String text) {
    Matcher found = FORBIDDEN.matcher(text);
    if (found.find()) {
      throw place.fault(
          "contains the character U+%04X, which a pipeline cannot hold"
              .formatted((int) found.group().charAt(0)));
    }
    return text;
  }
}
