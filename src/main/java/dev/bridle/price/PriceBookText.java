package dev.bridle.price;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The text form of a price book, read strictly: a mistake in it would be a mistake in money. */
final class PriceBookText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> MODEL_KEYS =
      Set.of(
          "id",
          "name",
          "family",
          "since",
          "contextWindow",
          "maxOutput",
          "current",
          "aliases",
          "usSurcharge",
          "retired",
          "notRetiredBefore",
          "note",
          "prices");
  private static final Set<String> LINE_KEYS =
      Set.of(
          "from",
          "until",
          "speed",
          "overPromptTokens",
          "input",
          "cacheWrite5m",
          "cacheWrite1h",
          "cacheRead",
          "output");
  private static final int PICOS_PER_MILLIONTH = 6;
  private static final int PICOS_PER_DOLLAR = 12;

  private final BigDecimal usSurcharge;

  private PriceBookText(BigDecimal usSurcharge) {
    this.usSurcharge = usSurcharge;
  }

  static PriceBook read(String json) {
    JsonNode book = parse(json);
    String version = text(book, "version", "price book");
    var reader = new PriceBookText(decimal(book, "usSurchargeFactor", "price book"));
    long webSearch = exact(decimal(book, "webSearch", "price book"), PICOS_PER_DOLLAR, "webSearch");
    List<Model> models = array(book, "models", "price book").map(reader::model).toList();
    oneCurrentPerFamily(models);
    return new PriceBook(version, models, webSearch);
  }

  private Model model(JsonNode node) {
    String id = text(node, "id", "a model");
    onlyKnown(node, MODEL_KEYS, id);
    BigDecimal factor = flag(node, "usSurcharge", id) ? usSurcharge : BigDecimal.ONE;
    List<Model.Line> lines = array(node, "prices", id).map(line -> line(line, factor, id)).toList();
    wellDated(lines, id);
    return new Model(
        id,
        text(node, "name", id),
        text(node, "family", id),
        aliases(node, id),
        required(day(node, "since", id), "since", id),
        day(node, "retired", id),
        whole(node, "contextWindow", id),
        whole(node, "maxOutput", id),
        flag(node, "current", id),
        lines);
  }

  private static Model.Line line(JsonNode node, BigDecimal factor, String id) {
    onlyKnown(node, LINE_KEYS, id);
    String speed = node.has("speed") ? text(node, "speed", id) : Price.STANDARD;
    long over = node.has("overPromptTokens") ? whole(node, "overPromptTokens", id) : 0;
    var band = new Band(over, rates(node, BigDecimal.ONE, id), rates(node, factor, id));
    return new Model.Line(speed, day(node, "from", id), day(node, "until", id), band);
  }

  private static Rates rates(JsonNode node, BigDecimal factor, String id) {
    return new Rates(
        column(node, "input", factor, id),
        column(node, "output", factor, id),
        column(node, "cacheRead", factor, id),
        column(node, "cacheWrite5m", factor, id),
        column(node, "cacheWrite1h", factor, id));
  }

  private static long column(JsonNode node, String name, BigDecimal factor, String id) {
    return exact(decimal(node, name, id).multiply(factor), PICOS_PER_MILLIONTH, id + ", " + name);
  }

  private static long exact(BigDecimal usd, int shift, String where) {
    try {
      return usd.movePointRight(shift).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "price book: " + where + ": " + usd + " is not a whole number of pico-dollars", e);
    }
  }

  /**
   * Standard prices without a gap, no two lines for one moment, and a lowest band for every line.
   */
  private static void wellDated(List<Model.Line> lines, String id) {
    for (int i = 0; i < lines.size(); i++) {
      for (Model.Line other : lines.subList(i + 1, lines.size())) {
        check(!lines.get(i).overlaps(other), id, "two prices for the same time");
      }
    }
    for (Instant at : turningPoints(lines)) {
      List<Model.Line> valid = lines.stream().filter(line -> line.isValid(at)).toList();
      check(hasLowestBand(valid, Price.STANDARD), id, "no standard price at " + at);
      for (Model.Line line : valid) {
        check(hasLowestBand(valid, line.speed()), id, "no lowest band at " + at);
      }
    }
  }

  private static boolean hasLowestBand(List<Model.Line> lines, String speed) {
    return lines.stream()
        .anyMatch(line -> line.speed().equals(speed) && line.band().overPromptTokens() == 0);
  }

  private static Set<Instant> turningPoints(List<Model.Line> lines) {
    Set<Instant> points = new LinkedHashSet<>(Set.of(Instant.MIN));
    for (Model.Line line : lines) {
      Stream.ofNullable(line.from()).forEach(points::add);
      Stream.ofNullable(line.until()).forEach(points::add);
    }
    return points;
  }

  private static void oneCurrentPerFamily(List<Model> models) {
    Set<String> families = new HashSet<>();
    for (Model model : models) {
      check(
          !model.current() || families.add(model.family()),
          model.id(),
          "is a second current model of " + model.family());
      check(!model.current() || model.retired() == null, model.id(), "is current and retired");
    }
  }

  private static Set<String> aliases(JsonNode node, String id) {
    Set<String> aliases = new LinkedHashSet<>();
    if (node.has("aliases")) {
      array(node, "aliases", id)
          .forEach(alias ->
              check(alias.isString() && aliases.add(alias.stringValue()), id, "aliases: " + alias));
    }
    return aliases;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("price book: " + e.getOriginalMessage(), e);
    }
  }

  private static Stream<JsonNode> array(JsonNode node, String name, String id) {
    JsonNode list = node.path(name);
    check(list.isArray(), id, name + " must be a list");
    return list.valueStream();
  }

  private static String text(JsonNode node, String name, String id) {
    JsonNode value = node.path(name);
    check(value.isString() && !value.stringValue().isBlank(), id, name + " is missing");
    return value.stringValue();
  }

  private static BigDecimal decimal(JsonNode node, String name, String id) {
    String text = text(node, name, id);
    check(text.matches("\\d{1,6}(\\.\\d{1,12})?"), id, name + " is not a price: " + text);
    return new BigDecimal(text);
  }

  private static long whole(JsonNode node, String name, String id) {
    JsonNode value = node.path(name);
    check(value.isInt() && value.intValue() > 0, id, name + " must be a whole number above 0");
    return value.intValue();
  }

  private static boolean flag(JsonNode node, String name, String id) {
    JsonNode value = node.path(name);
    check(value.isMissingNode() || value.isBoolean(), id, name + " must be true or false");
    return value.isBoolean() && value.booleanValue();
  }

  private static @Nullable Instant day(JsonNode node, String name, String id) {
    if (!node.has(name)) {
      return null;
    }
    try {
      return LocalDate.parse(text(node, name, id)).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("price book: " + id + ": " + name + " is not a day", e);
    }
  }

  private static Instant required(@Nullable Instant day, String name, String id) {
    if (day == null) {
      throw new IllegalArgumentException("price book: " + id + ": " + name + " is missing");
    }
    return day;
  }

  private static void onlyKnown(JsonNode node, Set<String> known, String id) {
    for (String name : node.propertyNames()) {
      check(known.contains(name), id, "unknown key " + name);
    }
  }

  private static void check(boolean right, String id, String what) {
    if (!right) {
      throw new IllegalArgumentException("price book: " + id + ": " + what);
    }
  }
}
