package dev.bridle.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A part of a range that is read from sums of one grain. */
record Stretch(Grain rows, long fromMs, long toMs) {

  /**
   * A range in as few rows as will do.
   *
   * @param shown how long the periods are that are told apart; null where none are
   * @param today the last day that can have calls: a month beyond it is whole
   */
  static List<Stretch> of(UsageRange range, @Nullable Grain shown, LocalDate today) {
    if (shown == Grain.HOUR || shown == Grain.DAY) {
      return List.of(new Stretch(shown, range.fromMs(), range.toMs()));
    }
    LocalDate to = range.to().isAfter(today) ? startOfNextMonth(range.to()) : range.to();
    LocalDate firstMonth =
        range.from().getDayOfMonth() == 1 ? range.from() : startOfNextMonth(range.from());
    LocalDate endOfMonths = to.withDayOfMonth(1);
    if (!firstMonth.isBefore(endOfMonths)) {
      return List.of(new Stretch(Grain.DAY, range.fromMs(), range.toMs()));
    }
    var stretches = new ArrayList<Stretch>();
    add(stretches, Grain.DAY, range.from(), firstMonth);
    add(stretches, Grain.MONTH, firstMonth, endOfMonths);
    add(stretches, Grain.DAY, endOfMonths, to);
    return List.copyOf(stretches);
  }

  private static void add(List<Stretch> all, Grain rows, LocalDate from, LocalDate to) {
    if (from.isBefore(to)) {
      all.add(new Stretch(rows, UsageRange.startMs(from), UsageRange.startMs(to)));
    }
  }

  private static LocalDate startOfNextMonth(LocalDate day) {
    return day.withDayOfMonth(1).plusMonths(1);
  }

  /** When its periods begin. */
  List<Long> starts() {
    if (fromMs >= toMs) {
      return List.of();
    }
    return LongStream.iterate(rows.start(fromMs), at -> at < toMs, this::next).boxed().toList();
  }

  private long next(long at) {
    return switch (rows) {
      case HOUR -> at + Grain.HOUR_MS;
      case DAY -> at + Grain.DAY_MS;
      case MONTH ->
          Instant.ofEpochMilli(at)
              .atOffset(ZoneOffset.UTC)
              .plusMonths(1)
              .toInstant()
              .toEpochMilli();
    };
  }
}
