package dev.bridle.call;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the current value of a parser as the scalar that it must be. */
final class Scalars {
  static final int LONGEST_NAME = 256;

  private Scalars() {}

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
