package dev.bridle.clients;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the user of a client sees.
 *
 * @param output everything that it has printed
 * @param json the answer, or the error
 */
record Told(String output, JsonNode json) {
  static Told of(String output, String json) {
    return new Told(output, JsonMapper.shared().readTree(json));
  }

  String text() {
    return json.path("text").asString("");
  }

  boolean isError() {
    return json.path("error").isObject();
  }

  /** Zero where there was none. */
  int status() {
    return json.at("/error/status").asInt(0);
  }

  String message() {
    return json.at("/error/message").asString("");
  }
}
