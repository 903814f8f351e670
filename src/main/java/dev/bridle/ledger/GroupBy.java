package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What usage can be grouped by. */
@SuppressWarnings("ImmutableEnumChecker") // fields and functions of the query builder
public enum GroupBy {
  DAY(
      Source.SUMS_OF_ORGANIZATION,
      List.of(day(MODEL_CALL.OPENED_MS)),
      List.of(day(USAGE_SUM.START_MS)),
      row -> LocalDate.ofEpochDay(row.get(0, Long.class)).toString()),
  PIPELINE(
      Source.SUMS_OF_PIPELINES,
      List.of(MODEL_CALL.PIPELINE_SLUG),
      List.of(USAGE_SUM.SUBJECT_ID),
      row -> row.get(0, String.class)),
  BUILD(
      Source.BUILDS,
      List.of(MODEL_CALL.PIPELINE_SLUG, MODEL_CALL.BUILD_NUMBER),
      List.of(USAGE_BUILD.PIPELINE_SLUG, USAGE_BUILD.BUILD_NUMBER),
      row -> row.get(0, String.class) + "/" + row.get(1, Long.class)),
  JOB(Source.CALLS, List.of(MODEL_CALL.JOB_ID), List.of(), row -> row.get(0, String.class)),
  MODEL(
      Source.SUMS_OF_ORGANIZATION,
      List.of(CountedCall.MODEL),
      List.of(USAGE_SUM.MODEL),
      row -> row.get(0, String.class));

  /** Where the sums of what is settled come from. */
  enum Source {
    SUMS_OF_ORGANIZATION,
    SUMS_OF_PIPELINES,
    BUILDS,
    /** No sums are kept: every call is read. */
    CALLS
  }

  private final Source source;
  private final List<Field<?>> ofCalls;
  private final List<Field<?>> ofSums;
  private final Function<Record, String> key;

  GroupBy(
      Source source, List<Field<?>> ofCalls, List<Field<?>> ofSums, Function<Record, String> key) {
    this.source = source;
    this.ofCalls = named(ofCalls);
    this.ofSums = named(ofSums);
    this.key = key;
  }

  private static Field<Long> day(Field<Long> atMs) {
    return atMs.div(DSL.inline(Grain.DAY_MS));
  }

  /** Under names that are the same whichever table they come from. */
  private static List<Field<?>> named(List<Field<?>> fields) {
    return IntStream.range(0, fields.size())
        .<Field<?>>mapToObj(i -> fields.get(i).as("key" + i))
        .toList();
  }

  Source source() {
    return source;
  }

  List<Field<?>> ofCalls() {
    return ofCalls;
  }

  List<Field<?>> ofSums() {
    return ofSums;
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
