package dev.bridle.price;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One object in the text of a price book, read strictly: a mistake in it would be one in money.
 *
 * @param where what a complaint names
 */
record Entry(JsonNode node, String where) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String PREFIX = "price book: ";

  static Entry parse(String json) {
    try {
      return new Entry(JSON.readTree(json), "price book");
    } catch (JacksonException e) {
      throw new IllegalArgumentException(PREFIX + e.getOriginalMessage(), e);
    }
  }

  /** The objects of a list, each to be named by its id. */
  Stream<Entry> models() {
    return list("models").map(model -> new Entry(model, new Entry(model, "a model").text("id")));
  }

  Stream<Entry> entries(String name) {
    return list(name).map(node -> new Entry(node, where));
  }

  private Stream<JsonNode> list(String name) {
    JsonNode list = node.path(name);
    check(list.isArray(), name + " must be a list");
    return list.valueStream();
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name) {
    JsonNode value = node.path(name);
    check(value.isString() && !value.stringValue().isBlank(), name + " is missing");
    return value.stringValue();
  }

  Optional<String> find(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  Set<String> texts(String name) {
    Set<String> texts = new LinkedHashSet<>();
    if (has(name)) {
      list(name)
          .forEach(
              text -> check(text.isString() && texts.add(text.stringValue()), name + ": " + text));
    }
    return texts;
  }

  BigDecimal decimal(String name) {
    String text = text(name);
    check(text.matches("\\d{1,6}(\\.\\d{1,12})?"), name + " is not a price: " + text);
    return new BigDecimal(text);
  }

  long whole(String name) {
    JsonNode value = node.path(name);
    check(value.isInt() && value.intValue() > 0, name + " must be a whole number above 0");
    return value.intValue();
  }

  long whole(String name, long fallback) {
    return has(name) ? whole(name) : fallback;
  }

  boolean flag(String name, boolean fallback) {
    JsonNode value = node.path(name);
    check(value.isMissingNode() || value.isBoolean(), name + " must be true or false");
    return value.isBoolean() ? value.booleanValue() : fallback;
  }

  /** The midnight at which a day begins in UTC. */
  @Nullable Instant day(String name) {
    if (!has(name)) {
      return null;
    }
    try {
      return LocalDate.parse(text(name)).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(PREFIX + where + ": " + name + " is not a day", e);
    }
  }

  Instant requiredDay(String name) {
    text(name);
    Instant day = day(name);
    if (day == null) {
      throw mistake(name + " is missing");
    }
    return day;
  }

  /** A whole number of pico-dollars. */
  long exact(String name, BigDecimal usd, int shift) {
    try {
      return usd.movePointRight(shift).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          PREFIX + where + ", " + name + ": " + usd + " is not a whole number of pico-dollars", e);
    }
  }

  void onlyKnown(Set<String> known) {
    check(node.isObject(), "must be an object");
    for (String name : node.propertyNames()) {
      check(known.contains(name), "unknown key " + name);
    }
  }

  void check(boolean right, String what) {
    if (!right) {
      throw mistake(what);
    }
  }

  IllegalArgumentException mistake(String what) {
    return new IllegalArgumentException(PREFIX + where + ": " + what);
  }
}
