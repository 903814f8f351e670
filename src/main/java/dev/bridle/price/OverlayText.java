package dev.bridle.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text of an organization's own prices, read as strictly as a book and laid over one: it gives
 * known models other prices, adds models, and says what else costs as much as they do.
 */
final class OverlayText {
  private static final Set<String> KEYS = Set.of("version", "models");
  private static final Set<String> MODEL_KEYS =
      Set.of(
          "id",
          "name",
          "aliases",
          "contextWindow",
          "maxOutput",
          "usSurcharge",
          "note",
          "prices",
          "price_like");
  private static final int MOST = 1_000;

  private final PriceBook base;
  private final Map<String, Model> models = new LinkedHashMap<>();

  private OverlayText(PriceBook base) {
    this.base = base;
    base.models().forEach(model -> models.put(model.id(), model));
  }

  static PriceBook over(PriceBook base, String json) {
    Entry document = Entry.parse(json);
    document.onlyKnown(KEYS);
    String version = base.version() + "+" + document.whole("version");
    List<Entry> entries = document.models().toList();
    document.check(entries.size() <= MOST, "has more than " + MOST + " models");
    return new PriceBook(version, new OverlayText(base).laid(entries), base.factors());
  }

  /** Those that name others come last, so that the order of the text does not matter. */
  private List<Model> laid(List<Entry> entries) {
    Set<String> seen = new HashSet<>();
    List<Entry> alike = new ArrayList<>();
    for (Entry entry : entries) {
      entry.onlyKnown(MODEL_KEYS);
      entry.check(seen.add(id(entry)), "is there twice");
      entry.check(
          entry.has("prices") != entry.has("price_like"), "needs either prices or price_like");
      if (entry.has("prices")) {
        models.put(id(entry), priced(entry));
      } else {
        alike.add(entry);
      }
    }
    List<Model> priced = alike.stream().map(this::alike).toList();
    priced.forEach(model -> models.put(model.id(), model));
    return List.copyOf(models.values());
  }

  private String id(Entry entry) {
    return known(entry).map(Model::id).orElse(entry.where());
  }

  private Optional<Model> known(Entry entry) {
    return base.modelOf(entry.where());
  }

  private Model priced(Entry entry) {
    boolean surcharge =
        entry.flag("usSurcharge", known(entry).map(Model::usSurcharge).orElse(false));
    List<Model.Line> own = LineText.read(entry, base.factors(), surcharge);
    List<Model.Line> lines = known(entry).map(model -> over(model, own)).orElse(own);
    entry.check(!own.isEmpty(), "prices is empty");
    Timetable.check(lines, known(entry).isEmpty(), entry);
    return known(entry)
        .map(model -> changed(entry, model, surcharge, lines))
        .orElseGet(() ->
            added(entry, entry.whole("contextWindow"), entry.whole("maxOutput"), surcharge, lines));
  }

  /** At the times of the own lines, all bands of the same offer give way to them. */
  private static List<Model.Line> over(Model known, List<Model.Line> own) {
    List<Model.Line> left = known.lines();
    for (Model.Line line : own) {
      left = left.stream().flatMap(old -> old.outside(line)).toList();
    }
    var all = new ArrayList<>(own);
    all.addAll(left);
    return all;
  }

  private Model alike(Entry entry) {
    String target = entry.text("price_like");
    String id = base.modelOf(target).map(Model::id).orElse(target);
    Model like = models.get(id);
    if (like == null) {
      throw entry.mistake("price_like names no model with prices: " + target);
    }
    entry.check(!entry.has("usSurcharge"), "usSurcharge belongs to prices");
    return known(entry)
        .map(model -> changed(entry, model, like.usSurcharge(), like.lines()))
        .orElseGet(() ->
            added(
                entry,
                entry.whole("contextWindow", like.contextWindow()),
                entry.whole("maxOutput", like.maxOutput()),
                like.usSurcharge(),
                like.lines()));
  }

  /** A model of an organization has no family: it never stands in for a retired one. */
  private static Model added(
      Entry entry, long contextWindow, long maxOutput, boolean surcharge, List<Model.Line> lines) {
    return new Model(
        entry.where(),
        "",
        entry.find("name").orElse(entry.where()),
        "",
        entry.texts("aliases"),
        Instant.EPOCH,
        null,
        contextWindow,
        maxOutput,
        false,
        surcharge,
        lines);
  }

  private static Model changed(
      Entry entry, Model model, boolean surcharge, List<Model.Line> lines) {
    Set<String> aliases = new HashSet<>(model.aliases());
    aliases.addAll(entry.texts("aliases"));
    return new Model(
        model.id(),
        model.provider(),
        entry.find("name").orElse(model.name()),
        model.family(),
        aliases,
        model.since(),
        model.retired(),
        entry.whole("contextWindow", model.contextWindow()),
        entry.whole("maxOutput", model.maxOutput()),
        model.current(),
        surcharge,
        lines);
  }
}
