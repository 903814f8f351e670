package dev.bridle.ledger;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import org.jooq.CaseConditionStep;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** The beginnings of periods, as a database computes them. */
final class Periods {
  private Periods() {}

  /** When the period began that a moment of the range lies in; the moment itself without grain. */
  static Field<Long> start(Field<Long> at, @Nullable Grain grain, UsageRange range) {
    return switch (grain) {
      case null -> at;
      case HOUR -> at.minus(at.mod(inline(Grain.HOUR_MS)));
      case DAY -> at.minus(at.mod(inline(Grain.DAY_MS)));
      case MONTH -> month(at, range);
    };
  }

  /** No word for it is the same in both engines, so the months are named one by one. */
  private static Field<Long> month(Field<Long> at, UsageRange range) {
    var months = new Stretch(Grain.MONTH, range.fromMs(), range.toMs()).starts();
    if (months.isEmpty()) {
      return at;
    }
    CaseConditionStep<Long> found = when(at.ge(inline(months.getLast())), inline(months.getLast()));
    for (Long start : months.reversed().subList(1, months.size())) {
      found = found.when(at.ge(inline(start)), inline(start));
    }
    return found.otherwise(inline(months.getFirst()));
  }
}
