package dev.bridle.price;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The times of a model's lines: every moment must have one price, and no more than one. */
final class Timetable {
  private Timetable() {}

  /** The moments at which prices may change, from the beginning of time. */
  static Set<Instant> turningPoints(List<Model.Line> lines) {
    Set<Instant> points = new LinkedHashSet<>(Set.of(Instant.MIN));
    for (Model.Line line : lines) {
      Stream.ofNullable(line.from()).forEach(points::add);
      Stream.ofNullable(line.until()).forEach(points::add);
    }
    return points;
  }

  /**
   * Standard prices without a gap, no two lines for one moment, and a lowest band for every line.
   *
   * @param mayBegin whether there may be no price at all before the first one
   */
  static void check(List<Model.Line> lines, boolean mayBegin, Entry entry) {
    noTwoAtATime(lines, entry);
    for (Instant at : turningPoints(lines)) {
      List<Model.Line> valid = lines.stream().filter(line -> line.isValid(at)).toList();
      boolean notYet = mayBegin && valid.isEmpty() && noneBefore(lines, at);
      entry.check(
          notYet || hasLowest(valid, Offer.of(Tier.STANDARD, null)), "no standard price at " + at);
      for (Model.Line line : valid) {
        entry.check(hasLowest(valid, line.offer()), "no lowest band at " + at);
      }
    }
  }

  private static void noTwoAtATime(List<Model.Line> lines, Entry entry) {
    for (int i = 0; i < lines.size(); i++) {
      entry.check(!lines.get(i).endsBeforeItBegins(), "a price ends before it begins");
      for (Model.Line other : lines.subList(i + 1, lines.size())) {
        entry.check(!lines.get(i).overlaps(other), "two prices for the same time");
      }
    }
  }

  private static boolean noneBefore(List<Model.Line> lines, Instant at) {
    return lines.stream().allMatch(line -> line.from() != null && line.from().isAfter(at));
  }

  private static boolean hasLowest(List<Model.Line> lines, Offer offer) {
    return lines.stream().anyMatch(line -> line.offer().equals(offer) && line.isLowest());
  }
}
