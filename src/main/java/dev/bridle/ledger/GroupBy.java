package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;

/** What usage can be grouped by. */
@SuppressWarnings("ImmutableEnumChecker") // fields and functions of the query builder
public enum GroupBy {
  DAY(
      List.of(MODEL_CALL.OPENED_MS.div(inline(GroupBy.DAY_MS))),
      row -> LocalDate.ofEpochDay(row.get(0, Long.class)).toString()),
  PIPELINE(List.of(MODEL_CALL.PIPELINE_SLUG), row -> row.get(0, String.class)),
  BUILD(
      List.of(MODEL_CALL.PIPELINE_SLUG, MODEL_CALL.BUILD_NUMBER),
      row -> row.get(0, String.class) + "/" + row.get(1, Long.class)),
  JOB(List.of(MODEL_CALL.JOB_ID), row -> row.get(0, String.class)),
  MODEL(
      List.of(coalesce(MODEL_CALL.MODEL_ANSWERED, MODEL_CALL.MODEL_SENT)),
      row -> row.get(0, String.class));

  private static final long DAY_MS = 86_400_000;

  private final List<Field<?>> fields;
  private final Function<Record, String> key;

  GroupBy(List<Field<?>> fields, Function<Record, String> key) {
    this.fields = fields;
    this.key = key;
  }

  List<Field<?>> fields() {
    return fields;
  }

  String key(Record row) {
    return key.apply(row);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<GroupBy> find(String word) {
    for (GroupBy by : values()) {
      if (by.word().equals(word)) {
        return Optional.of(by);
      }
    }
    return Optional.empty();
  }
}
