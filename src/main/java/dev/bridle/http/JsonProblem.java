package dev.bridle.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/** What is wrong with a JSON text, in words for whoever wrote it. */
public final class JsonProblem {
  private JsonProblem() {}

  /** A whole sentence about the thing that could not be read, such as "The body". */
  public static String sentence(String what, JacksonException problem) {
    if (problem instanceof StreamConstraintsException) {
      return what + " is nested too deeply, or holds too long a text or number.";
    }
    var place = problem.getLocation();
    String where =
        place == null || place.getLineNr() < 1
            ? ""
            : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    return what + " is not valid JSON" + where + ".";
  }

  /** Whether a NUL stands in any text of it: no process, and not every database, can hold one. */
  static boolean holdsNul(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().indexOf('\0') >= 0;
    }
    for (String name : node.propertyNames()) {
      if (name.indexOf('\0') >= 0) {
        return true;
      }
    }
    for (JsonNode inner : node) {
      if (holdsNul(inner)) {
        return true;
      }
    }
    return false;
  }
}
