package dev.bridle.web.usage;

import dev.bridle.ledger.UsageRange;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The days that are asked about.
 *
 * @param problems what is wrong with what was typed, by field; the usual days are shown then
 */
record Days(UsageRange range, Map<String, String> problems) {
  static final int USUAL = 30;

  /** More would only cost. */
  private static final long MOST = 3_660;

  /**
   * Of the first and the last day as they were typed.
   *
   * @param values the fields {@code from} and {@code until}, where they are filled in
   */
  static Days of(Map<String, String> values, LocalDate today) {
    var problems = new HashMap<String, String>();
    LocalDate until = day(values, "until", today, problems);
    LocalDate from = day(values, "from", until.minusDays(USUAL - 1), problems);
    if (problems.isEmpty() && from.isAfter(until)) {
      problems.put("until", "Must not be before the first day.");
    } else if (problems.isEmpty() && from.plusDays(MOST).isBefore(until)) {
      problems.put("from", "At most ten years can be shown.");
    }
    return problems.isEmpty()
        ? new Days(new UsageRange(from, until.plusDays(1)), Map.of())
        : new Days(last(USUAL, today), Map.copyOf(problems));
  }

  static UsageRange last(int days, LocalDate today) {
    return new UsageRange(today.minusDays(days - 1L), today.plusDays(1));
  }

  private static LocalDate day(
      Map<String, String> values, String name, LocalDate usual, Map<String, String> problems) {
    String text = values.getOrDefault(name, "");
    if (text.isEmpty()) {
      return usual;
    }
    var day = day(text);
    if (day.isEmpty()) {
      problems.put(name, "Must be a day, such as 2026-11-23.");
    }
    return day.orElse(usual);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(day -> day.getYear() >= 2000 && day.getYear() < 9_999);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
