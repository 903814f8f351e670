package dev.bridle.web.usage;

import dev.bridle.http.HttpError;
import dev.bridle.http.Query;
import dev.bridle.http.Request;
import dev.bridle.ledger.CallsPage;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Measure;
import dev.bridle.ledger.UsageFilter;
import dev.bridle.ledger.UsageRange;
import dev.bridle.web.Address;
import dev.bridle.web.Typed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the usage is asked for, as it stands in the address.
 *
 * @param path of the page
 * @param values by name; none of them empty
 */
public record Asked(String path, Map<String, String> values, Days days) {
  static final String PRODUCT = "hosted_models";

  /** The second is a name that other documents use for the same thing. */
  private static final Set<String> PRODUCTS = Set.of(PRODUCT, "model_providers");

  private static final List<String> FILTERS =
      Arrays.stream(Dimension.values()).map(Dimension::word).toList();
  private static final List<String> NAMES =
      Stream.of(
              List.of("product", "from", "until"),
              FILTERS,
              List.of("by", "order", "build", "page", "before", "panels"))
          .flatMap(List::stream)
          .toList();

  /** Where in a list someone is: of no meaning once anything else is asked. */
  private static final Set<String> PLACES = Set.of("page", "before");

  private static final int MOST_PAGES = 100;

  static Asked of(Request request, String path, LocalDate today) {
    var values = new LinkedHashMap<String, String>();
    for (String name : NAMES) {
      request.query(name).filter(text -> !text.isEmpty()).ifPresent(text -> values.put(name, text));
    }
    String product = values.getOrDefault("product", PRODUCT);
    if (!PRODUCTS.contains(product)) {
      throw HttpError.notFound();
    }
    values.computeIfPresent("product", (_, _) -> PRODUCT);
    return new Asked(path, Map.copyOf(values), Days.of(values, today));
  }

  /** Whether no product was chosen yet. */
  public boolean isOverview() {
    return !values.containsKey("product");
  }

  /** Whether all is wanted in one piece, as by a browser without scripts. */
  public boolean isWhole() {
    return value("panels").equals("all");
  }

  public UsageRange range() {
    return days.range();
  }

  UsageFilter filter() {
    UsageFilter filter = UsageFilter.NONE;
    for (Dimension dimension : Dimension.values()) {
      if (values.containsKey(dimension.word())) {
        filter = filter.with(dimension, value(dimension.word()));
      }
    }
    return filter;
  }

  public Grouping grouping() {
    return Grouping.find(value("by")).orElse(Grouping.PIPELINE);
  }

  public Measured measured() {
    return Measured.find(value("order")).orElse(Measured.COST);
  }

  /** What groups of usage are ordered by. */
  Measure order() {
    return measured().order();
  }

  /** Single calls of one build are wanted. */
  public Optional<String> build() {
    return Optional.of(value("build")).filter(id -> id.matches("[0-9a-f-]{36}"));
  }

  /** A build by the name that people know it by, which is to be found first. */
  Optional<String> namedBuild() {
    return Optional.of(value("build").strip()).filter(text -> !text.isEmpty() && build().isEmpty());
  }

  /** Someone by a name or an address, who is to be found first. */
  Optional<String> namedCreator() {
    return Optional.of(value("creator").strip())
        .filter(text -> !text.isEmpty() && !text.matches("[0-9a-f-]{36}"));
  }

  int page() {
    String text = value("page");
    return text.matches("\\d{1,9}") ? Math.clamp(Integer.parseInt(text), 1, MOST_PAGES) : 1;
  }

  boolean hasMorePages() {
    return page() < MOST_PAGES;
  }

  Optional<CallsPage.Place> before() {
    return Optional.ofNullable(CallsPage.Place.find(value("before")));
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** What stands in the fields of days. */
  Typed typed() {
    boolean valid = days.problems().isEmpty();
    return new Typed(
        Map.of(
            "from", valid ? range().from().toString() : value("from"),
            "until", valid ? range().to().minusDays(1).toString() : value("until")),
        days.problems(),
        "");
  }

  /** The fields that a form of days must not lose. */
  public List<Map.Entry<String, String>> beside() {
    return beside(Set.of("from", "until"));
  }

  /** The fields that a form with those of these names must not lose. */
  List<Map.Entry<String, String>> beside(Set<String> asked) {
    return NAMES.stream()
        .filter(name -> values.containsKey(name) && !PLACES.contains(name))
        .filter(name -> !asked.contains(name))
        .map(name -> Map.entry(name, value(name)))
        .toList();
  }

  /** The address of the same page with other values: names, each with its value; empty for none. */
  String with(String... changes) {
    return Address.withQuery(path, query(changes));
  }

  /** Where a part of this page is loaded from. */
  String panel(PanelName name) {
    return Address.withQuery(path + "/panels/" + name.word(), query("panels", ""));
  }

  /**
   * Where the same is downloaded from.
   *
   * @param refused whether calls are meant that were not made
   * @param by what periods are told apart by as well
   */
  String csv(boolean refused, String groupBy, Optional<String> by) {
    var pairs = new ArrayList<Map.Entry<String, String>>();
    pairs.add(Map.entry("product", PRODUCT));
    pairs.add(Map.entry("from", range().from().toString()));
    pairs.add(Map.entry("to", range().to().toString()));
    FILTERS.stream()
        .filter(values::containsKey)
        .forEach(name -> pairs.add(Map.entry(name, value(name))));
    build().ifPresent(id -> pairs.add(Map.entry("build", id)));
    pairs.add(Map.entry("order", order().word()));
    pairs.add(Map.entry("group_by", groupBy));
    by.ifPresent(word -> {
      pairs.add(Map.entry("by", word));
      pairs.add(Map.entry("lines", Integer.toString(SeriesPanel.LINES)));
    });
    if (refused) {
      pairs.add(Map.entry("refused", "true"));
    }
    return Address.withQuery(path + ".csv", new Query(pairs));
  }

  private Query query(String... changes) {
    var changed = new LinkedHashMap<>(values);
    for (int i = 0; i < changes.length; i += 2) {
      if (!PLACES.contains(changes[i]) && !changes[i].equals("panels")) {
        PLACES.forEach(changed::remove);
      }
      changed.put(changes[i], changes[i + 1]);
    }
    return new Query(
        NAMES.stream()
            .filter(name -> !changed.getOrDefault(name, "").isEmpty())
            .map(name -> Map.entry(name, changed.getOrDefault(name, "")))
            .toList());
  }
}
