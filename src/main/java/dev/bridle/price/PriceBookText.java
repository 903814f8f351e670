package dev.bridle.price;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text form of a price book. */
final class PriceBookText {
  private static final Set<String> BOOK_KEYS =
      Set.of(
          "version",
          "provider",
          "unit",
          "note",
          "usSurchargeFactor",
          "batchFactor",
          "webSearch",
          "models");
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
  private static final int PICOS_PER_DOLLAR = 12;

  private PriceBookText() {}

  static PriceBook read(String json) {
    Entry book = Entry.parse(json);
    book.onlyKnown(BOOK_KEYS);
    var factors = factors(book);
    String provider = book.find("provider").orElse("");
    List<Model> models = book.models().map(entry -> model(entry, provider, factors)).toList();
    oneCurrentPerFamily(models);
    return new PriceBook(book.text("version"), models, factors);
  }

  private static Factors factors(Entry book) {
    return new Factors(
        book.decimal("usSurchargeFactor"),
        book.decimal("batchFactor"),
        book.exact("webSearch", book.decimal("webSearch"), PICOS_PER_DOLLAR));
  }

  private static Model model(Entry entry, String provider, Factors factors) {
    entry.onlyKnown(MODEL_KEYS);
    boolean surcharge = entry.flag("usSurcharge", false);
    List<Model.Line> lines = LineText.read(entry, factors, surcharge);
    Timetable.check(lines, false, entry);
    return new Model(
        entry.where(),
        provider,
        entry.text("name"),
        entry.text("family"),
        entry.texts("aliases"),
        entry.requiredDay("since"),
        entry.day("retired"),
        entry.whole("contextWindow"),
        entry.whole("maxOutput"),
        entry.flag("current", false),
        surcharge,
        lines);
  }

  private static void oneCurrentPerFamily(List<Model> models) {
    Set<String> families = new HashSet<>();
    for (Model model : models) {
      check(
          !model.current() || families.add(model.family()),
          model,
          "is a second current model of " + model.family());
      check(!model.current() || model.retired() == null, model, "is current and retired");
    }
  }

  private static void check(boolean right, Model model, String what) {
    if (!right) {
      throw new IllegalArgumentException("price book: " + model.id() + ": " + what);
    }
  }
}
