package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.jooq.impl.DSL.excluded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The tables of sums, within one transaction. */
record StoredSums(DSLContext sql) {
  private static final List<Field<?>> SUM_KEY =
      List.of(
          USAGE_SUM.ORGANIZATION_ID,
          USAGE_SUM.SUBJECT,
          USAGE_SUM.GRAIN,
          USAGE_SUM.START_MS,
          USAGE_SUM.SUBJECT_ID,
          USAGE_SUM.MODEL,
          USAGE_SUM.CONNECTION_ID);
  private static final List<Field<?>> BUILD_KEY =
      List.of(
          USAGE_BUILD.ORGANIZATION_ID,
          USAGE_BUILD.START_MS,
          USAGE_BUILD.BUILD_ID,
          USAGE_BUILD.MODEL,
          USAGE_BUILD.CONNECTION_ID);
  private static final List<Field<?>> BUILD_FACTS =
      List.of(
          USAGE_BUILD.PIPELINE_SLUG,
          USAGE_BUILD.BUILD_NUMBER,
          USAGE_BUILD.BRANCH,
          USAGE_BUILD.CREATOR_ID,
          USAGE_BUILD.MONTH_MS);

  /** Adds to what is there. */
  void add(Tally tally) {
    write(tally, Field::plus);
  }

  /** Puts in the place of what is there. */
  void set(Tally tally) {
    write(tally, (_, fresh) -> fresh);
  }

  private void write(Tally tally, BinaryOperator<Field<Long>> change) {
    run(
        upsert(USAGE_SUM, SUM_KEY, List.of(), change),
        tally.sums.entrySet().stream().map(e -> row(values(e.getKey()), e.getValue())).toList());
    run(
        upsert(USAGE_BUILD, BUILD_KEY, BUILD_FACTS, change),
        tally.builds.entrySet().stream()
            .map(e -> row(values(e.getKey(), tally), e.getValue()))
            .toList());
  }

  /** Prepared once and run for every row. */
  private void run(Query query, List<@Nullable Object[]> rows) {
    var batch = sql.batch(query);
    for (@Nullable Object[] row : rows) {
      batch = batch.bind(row);
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private Query upsert(
      Table<?> table,
      List<Field<?>> key,
      List<Field<?>> facts,
      BinaryOperator<Field<Long>> change) {
    List<Field<?>> all = new ArrayList<>(key);
    all.addAll(facts);
    all.addAll(SumColumns.of(table));
    Map<Field<?>, Field<?>> changes = new HashMap<>();
    SumColumns.of(table)
        .forEach(column -> changes.put(column, change.apply(column, excluded(column))));
    return sql.insertInto(table)
        .columns(all)
        .values(all.stream().map(StoredSums::parameter).toList())
        .onConflict(key)
        .doUpdate()
        .set(changes);
  }

  private static <T> Field<T> parameter(Field<T> column) {
    return DSL.val((Object) null, column);
  }

  private static @Nullable Object[] row(List<@Nullable Object> key, Sums sums) {
    var row = new ArrayList<@Nullable Object>(key);
    row.addAll(SumColumns.values(sums));
    return row.toArray();
  }

  private static List<@Nullable Object> values(SumKey key) {
    return new ArrayList<>(
        List.of(
            key.organizationId(),
            key.subject(),
            key.grain().word(),
            key.startMs(),
            key.subjectId(),
            key.model(),
            key.connectionId()));
  }

  private static List<@Nullable Object> values(BuildKey key, Tally tally) {
    var facts = Objects.requireNonNull(tally.facts.get(key.buildId()));
    var values = new ArrayList<@Nullable Object>();
    values.add(key.organizationId());
    values.add(key.startMs());
    values.add(key.buildId());
    values.add(key.model());
    values.add(key.connectionId());
    values.add(facts.pipelineSlug());
    values.add(facts.number());
    values.add(facts.branch());
    values.add(facts.creatorId());
    values.add(Grain.MONTH.start(key.startMs()));
    return values;
  }

  /** What is stored for an organization. */
  Tally read(String organizationId) {
    var tally = new Tally();
    sql.select(with(SUM_KEY, USAGE_SUM))
        .from(USAGE_SUM)
        .where(USAGE_SUM.ORGANIZATION_ID.eq(organizationId))
        .forEach(row ->
            tally.sums.put(
                new SumKey(
                    organizationId,
                    row.get(USAGE_SUM.SUBJECT),
                    Grain.valueOf(row.get(USAGE_SUM.GRAIN).toUpperCase(Locale.ROOT)),
                    row.get(USAGE_SUM.START_MS),
                    row.get(USAGE_SUM.SUBJECT_ID),
                    row.get(USAGE_SUM.MODEL),
                    row.get(USAGE_SUM.CONNECTION_ID)),
                SumColumns.read(row, SUM_KEY.size())));
    sql.select(with(BUILD_KEY, USAGE_BUILD))
        .from(USAGE_BUILD)
        .where(USAGE_BUILD.ORGANIZATION_ID.eq(organizationId))
        .forEach(row ->
            tally.builds.put(
                new BuildKey(
                    organizationId,
                    row.get(USAGE_BUILD.START_MS),
                    row.get(USAGE_BUILD.BUILD_ID),
                    row.get(USAGE_BUILD.MODEL),
                    row.get(USAGE_BUILD.CONNECTION_ID)),
                SumColumns.read(row, BUILD_KEY.size())));
    return tally;
  }

  private static List<Field<?>> with(List<Field<?>> key, Table<?> table) {
    List<Field<?>> all = new ArrayList<>(key);
    all.addAll(SumColumns.of(table));
    return all;
  }

  void delete(SumKey key) {
    sql.deleteFrom(USAGE_SUM)
        .where(USAGE_SUM.ORGANIZATION_ID.eq(key.organizationId()))
        .and(USAGE_SUM.SUBJECT.eq(key.subject()))
        .and(USAGE_SUM.GRAIN.eq(key.grain().word()))
        .and(USAGE_SUM.START_MS.eq(key.startMs()))
        .and(USAGE_SUM.SUBJECT_ID.eq(key.subjectId()))
        .and(USAGE_SUM.MODEL.eq(key.model()))
        .and(USAGE_SUM.CONNECTION_ID.eq(key.connectionId()))
        .execute();
  }

  void delete(BuildKey key) {
    sql.deleteFrom(USAGE_BUILD)
        .where(USAGE_BUILD.ORGANIZATION_ID.eq(key.organizationId()))
        .and(USAGE_BUILD.START_MS.eq(key.startMs()))
        .and(USAGE_BUILD.BUILD_ID.eq(key.buildId()))
        .and(USAGE_BUILD.MODEL.eq(key.model()))
        .and(USAGE_BUILD.CONNECTION_ID.eq(key.connectionId()))
        .execute();
  }
}
