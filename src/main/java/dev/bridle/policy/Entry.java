package dev.bridle.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object of a document, and what an error calls it.
 *
 * @param where such as "The rule `own-builds`"
 */
record Entry(String where, JsonNode json) {
  private static final int MOST_VALUES = 200;

  static Entry of(String where, JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidDocument(
          where + " must be a JSON object.", new InvalidDocument.Spot(where, "", "", 0));
    }
    return new Entry(where, json);
  }

  InvalidDocument invalid(String key, String reason) {
    return new InvalidDocument(
        where + ": " + Sentences.shown(key) + " " + reason + ".",
        new InvalidDocument.Spot(where, key, reason, 0));
  }

  void allowOnly(Set<String> keys) {
    for (String name : json.propertyNames()) {
      if (!keys.contains(name)) {
        throw new InvalidDocument(
            where + ": there is no key " + Sentences.shown(name) + " here.",
            new InvalidDocument.Spot(where, name, "is no key here", 0));
      }
    }
  }

  boolean has(String key) {
    return json.has(key);
  }

  JsonNode get(String key) {
    return json.path(key);
  }

  /** Null when it is absent or null. */
  @Nullable String text(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw invalid(key, "must be a string");
    }
    return value.stringValue();
  }

  String required(String key) {
    return Optional.ofNullable(text(key))
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> invalid(key, "must be given"));
  }

  boolean flag(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw invalid(key, "must be true or false");
    }
    return value.booleanValue();
  }

  OptionalLong number(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw invalid(key, "must be a whole number that is not negative");
    }
    return OptionalLong.of(value.longValue());
  }

  /** One string or a list of them. */
  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (JsonNode value : values(key)) {
      if (!value.isString() || value.stringValue().isBlank()) {
        throw invalid(key, "must be a string or a list of strings");
      }
      texts.add(value.stringValue());
    }
    return texts;
  }

  /** One value or a list of them, but never an empty list, which could be read either way. */
  List<JsonNode> values(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      return List.of(value);
    }
    if (value.isEmpty() || value.size() > MOST_VALUES) {
      throw invalid(key, "must hold 1 to " + MOST_VALUES + " values");
    }
    var values = new ArrayList<JsonNode>();
    value.forEach(values::add);
    return values;
  }

  List<Glob> globs(String key) {
    var globs = new ArrayList<Glob>();
    for (String pattern : texts(key)) {
      requireGlob(key, pattern);
      globs.add(new Glob(pattern));
    }
    return globs;
  }

  void requireGlob(String key, String pattern) {
    String problem = Glob.problem(pattern);
    if (!problem.isEmpty()) {
      throw invalid(key, "holds the pattern " + Sentences.shown(pattern) + ", which " + problem);
    }
  }
}
