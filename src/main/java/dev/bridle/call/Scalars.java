package dev.bridle.call;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the current value of a parser as the scalar that it must be. */
final class Scalars {
  static final int LONGEST_NAME = 256;

  private static final int LONGEST_SHOWN = 64;

  private Scalars() {}

  /** A name of whatever length, as a sentence can show it. */
  static String shown(String name) {
    boolean whole = name.length() <= LONGEST_SHOWN;
    String shown = whole ? name : name.substring(0, LONGEST_SHOWN) + "…";
    return new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** Whether it can be kept: an escape may name half a character, which no database takes. */
  static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** A short text; empty for null. */
  static String text(JsonParser parser, String name) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw Refused.badBody("The field '" + name + "' must be a string.");
    }
    String text = parser.getString();
    if (text.length() > LONGEST_NAME || text.indexOf('\0') >= 0) {
      throw Refused.badBody(
          "The field '" + name + "' must be at most " + LONGEST_NAME + " characters without NUL.");
    }
    if (!isUnicode(text)) {
      throw Refused.badBody("The field '" + name + "' must be valid Unicode.");
    }
    return text;
  }

  static long number(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw Refused.badBody("The field '" + name + "' must be a whole number.");
    }
    long value = natural(parser);
    if (value < 0) {
      throw Refused.badBody(
          "The field '" + name + "' must be between 0 and " + Integer.MAX_VALUE + ".");
    }
    return value;
  }

  /** A whole number from 0 to the largest int; negative for anything else. */
  static long natural(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return -1;
    }
    long value = parser.getLongValue();
    return value > Integer.MAX_VALUE ? -1 : value;
  }

  static boolean flag(JsonParser parser, String name) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw Refused.badBody("The field '" + name + "' must be true or false.");
    };
  }
}
