package dev.bridle.ledger;

import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Table;

/** What groups are ordered by, the largest first. */
@SuppressWarnings("ImmutableEnumChecker") // a list that nobody changes
public enum Measure {
  COST(List.of("cost_nano")),
  CALLS(List.of("calls")),
  TOKENS(
      List.of(
          "input_tokens",
          "output_tokens",
          "cache_read_tokens",
          "cache_write_5m_tokens",
          "cache_write_1h_tokens"));

  private final List<String> columns;

  Measure(List<String> columns) {
    this.columns = columns;
  }

  Field<BigDecimal> of(Table<?> table) {
    Field<Long> all = column(table, columns.getFirst());
    for (String name : columns.subList(1, columns.size())) {
      all = all.plus(column(table, name));
    }
    return sum(all);
  }

  private static Field<Long> column(Table<?> table, String name) {
    return Objects.requireNonNull(table.field(name, Long.class), name);
  }

  long of(Sums sums) {
    return switch (this) {
      case COST -> sums.costNano();
      case CALLS -> sums.calls();
      case TOKENS -> sums.tokens();
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Measure> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
