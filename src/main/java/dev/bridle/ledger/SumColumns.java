package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The columns that calls are summed up in: of single calls, and of the tables of sums. */
final class SumColumns {
  private static final List<String> NAMES =
      List.of(
          "calls",
          "input_tokens",
          "output_tokens",
          "cache_read_tokens",
          "cache_write_5m_tokens",
          "cache_write_1h_tokens",
          "web_searches",
          "cost_nano",
          "cost_at_most_nano");

  private SumColumns() {}

  /** Those of a table that has them all. */
  static List<Field<Long>> of(Table<?> table) {
    return NAMES.stream()
        .<Field<Long>>map(name -> Objects.requireNonNull(table.field(name, Long.class), name))
        .toList();
  }

  /**
   * One row's share in the sums: a correction adds money and is no call. Where nobody knows a
   * bound, it is what is known.
   */
  static List<Field<Long>> ofCalls() {
    return List.of(
        when(MODEL_CALL.CORRECTS.isNull(), inline(1L)).otherwise(inline(0L)).as("calls"),
        MODEL_CALL.INPUT_TOKENS,
        MODEL_CALL.OUTPUT_TOKENS,
        MODEL_CALL.CACHE_READ_TOKENS,
        MODEL_CALL.CACHE_WRITE_5M_TOKENS,
        MODEL_CALL.CACHE_WRITE_1H_TOKENS,
        MODEL_CALL.WEB_SEARCHES,
        MODEL_CALL.COST_NANO,
        coalesce(MODEL_CALL.COST_AT_MOST_NANO, MODEL_CALL.COST_NANO).as("cost_at_most_nano"));
  }

  /** Those of a table added up, under the same names. */
  static List<Field<Long>> summed(Table<?> table) {
    return of(table).stream()
        .map(column -> sum(column).cast(SQLDataType.BIGINT).as(column.getName()))
        .toList();
  }

  static List<Field<BigDecimal>> totals(Table<?> table) {
    return of(table).stream().map(column -> sum(column).as("total_" + column.getName())).toList();
  }

  /** Reads sums from the columns at this place of a row on. */
  static Sums read(Record row, int at) {
    return new Sums(
        number(row, at),
        number(row, at + 1),
        number(row, at + 2),
        number(row, at + 3),
        number(row, at + 4),
        number(row, at + 5),
        number(row, at + 6),
        number(row, at + 7),
        number(row, at + 8));
  }

  private static long number(Record row, int at) {
    return row.get(at) instanceof BigDecimal total
        ? total.longValueExact()
        : Objects.requireNonNullElse(row.get(at, Long.class), 0L);
  }

  static List<Long> values(Sums sums) {
    return List.of(
        sums.calls(),
        sums.input(),
        sums.output(),
        sums.cacheRead(),
        sums.cacheWrite5m(),
        sums.cacheWrite1h(),
        sums.webSearches(),
        sums.costNano(),
        sums.costAtMostNano());
  }
}
