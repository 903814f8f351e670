package dev.bridle.rest;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Grain;
import dev.bridle.ledger.Measure;
import dev.bridle.ledger.RefusedPanels;
import dev.bridle.ledger.UsageFilter;
import dev.bridle.ledger.UsageRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of an organization's usage is asked for, as it stands in the query of an address. */
record UsageRequest(Request request, UsageRange range, UsageFilter filter) {
  /** The second is a name that other documents use for the same thing. */
  private static final Set<String> PRODUCTS = Set.of("hosted_models", "model_providers");

  /** More would only cost. */
  private static final long MOST_DAYS = 3_660;

  private static final long MOST_HOURS_OF = 7;
  private static final int LINES = 10;
  private static final int MOST_LINES = 50;
  static final int MOST_GROUPS = 1_000;
  static final int MOST_PAGES = 100;

  static UsageRequest of(Request request, LocalDate today) {
    String product = request.query("product").orElse("hosted_models");
    if (!PRODUCTS.contains(product)) {
      throw HttpError.unprocessable("product must be hosted_models, not '" + product + "'.");
    }
    LocalDate to = day(request, "to").orElse(today.plusDays(1));
    LocalDate from = day(request, "from").orElse(to.minusDays(30));
    if (from.isAfter(to)) {
      throw HttpError.unprocessable("from must not be after to.");
    }
    var range = new UsageRange(from, to);
    if (range.days() > MOST_DAYS) {
      throw HttpError.unprocessable("from and to must not be more than ten years apart.");
    }
    return new UsageRequest(request, range, filter(request));
  }

  private static UsageFilter filter(Request request) {
    UsageFilter filter = UsageFilter.NONE;
    for (Dimension dimension : Dimension.values()) {
      var value = request.query(dimension.word());
      if (value.isPresent()) {
        filter = filter.with(dimension, value.get());
      }
    }
    return filter;
  }

  /** A day, or a moment whose UTC day is meant. */
  private static Optional<LocalDate> day(Request request, String name) {
    return request.query(name).map(text -> day(name, text));
  }

  private static LocalDate day(String name, String text) {
    try {
      LocalDate day =
          text.contains("T")
              ? LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC)
              : LocalDate.parse(text);
      if (day.getYear() >= 2000 && day.getYear() < 10_000) {
        return day;
      }
    } catch (DateTimeException e) {
      // Told below, with what is out of range.
    }
    throw HttpError.unprocessable(name + " must be a day like 2026-11-23.");
  }

  /** What to group by; {@code more} are words beside periods and dimensions. */
  String groupBy(String... more) {
    return groupBy(Arrays.asList(Dimension.values()), more);
  }

  /** The same of calls that were not made, which don't have every dimension. */
  String groupByOfRefused(String... more) {
    return groupBy(RefusedPanels.DIMENSIONS, more);
  }

  private String groupBy(List<Dimension> dimensions, String... more) {
    String word = request.query("group_by").orElse("day");
    var words =
        Stream.of(
                Arrays.stream(Grain.values()).map(Grain::word),
                dimensions.stream().map(Dimension::word),
                Arrays.stream(more))
            .flatMap(all -> all)
            .toList();
    if (!words.contains(word)) {
      throw unknown("group_by", words, word);
    }
    return word;
  }

  Measure order() {
    String word = request.query("order").orElse("cost");
    return Measure.find(word)
        .orElseThrow(() ->
            unknown("order", Arrays.stream(Measure.values()).map(Measure::word).toList(), word));
  }

  /** What lines are drawn of; empty for one line of all. */
  Optional<Dimension> lines() {
    return lines(Arrays.asList(Dimension.values()));
  }

  /** The same of calls that were not made, which don't have every dimension. */
  Optional<Dimension> linesOfRefused() {
    return lines(RefusedPanels.DIMENSIONS);
  }

  private Optional<Dimension> lines(List<Dimension> dimensions) {
    return request
        .query("by")
        .map(word ->
            Dimension.find(word)
                .filter(dimensions::contains)
                .orElseThrow(
                    () -> unknown("by", dimensions.stream().map(Dimension::word).toList(), word)));
  }

  /** How many lines are drawn at most; all others are one more. */
  int numberOfLines() {
    return number("lines", LINES, MOST_LINES);
  }

  /** Whether the calls are meant that were not made. */
  boolean isRefused() {
    return is("refused");
  }

  Optional<Grain> grain() {
    return request
        .query("grain")
        .map(word ->
            Arrays.stream(Grain.values())
                .filter(grain -> grain.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                    unknown(
                        "grain", Arrays.stream(Grain.values()).map(Grain::word).toList(), word)));
  }

  /** Hours are kept for a while only, and nobody reads more of them. */
  void requireHours(boolean kept) {
    if (!kept || range.days() > MOST_HOURS_OF) {
      throw HttpError.unprocessable(
          "Hours are told of at most seven days, none of them more than 34 days ago.");
    }
  }

  boolean is(String name) {
    String text = request.query(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw HttpError.unprocessable(name + " must be true or false.");
    }
    return text.equals("true");
  }

  int number(String name, int fallback, int most) {
    return Page.number(request.query(), name, fallback, most);
  }

  private static HttpError unknown(String name, List<String> words, String word) {
    String last = words.getLast();
    return HttpError.unprocessable(
        String.format(
            Locale.ROOT,
            "%s must be %s or %s, not '%s'.",
            name,
            String.join(", ", words.subList(0, words.size() - 1)),
            last,
            word));
  }
}
