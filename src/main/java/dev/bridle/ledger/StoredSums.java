package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The tables of sums, within one transaction. */
record StoredSums(DSLContext sql) {
  static final List<Field<?>> SUM_KEY =
      List.of(
          USAGE_SUM.ORGANIZATION_ID,
          USAGE_SUM.SUBJECT,
          USAGE_SUM.GRAIN,
          USAGE_SUM.START_MS,
          USAGE_SUM.SUBJECT_ID,
          USAGE_SUM.SECOND_ID,
          USAGE_SUM.MODEL,
          USAGE_SUM.CONNECTION_ID,
          USAGE_SUM.PROVIDER,
          USAGE_SUM.METHOD,
          USAGE_SUM.OUTCOME);
  static final List<Field<?>> BUILD_KEY =
      List.of(
          USAGE_BUILD.ORGANIZATION_ID,
          USAGE_BUILD.START_MS,
          USAGE_BUILD.BUILD_ID,
          USAGE_BUILD.MODEL,
          USAGE_BUILD.CONNECTION_ID,
          USAGE_BUILD.PROVIDER,
          USAGE_BUILD.METHOD,
          USAGE_BUILD.OUTCOME);

  static final List<Field<?>> WHOLE_BUILD_KEY =
      List.of(
          USAGE_WHOLE_BUILD.ORGANIZATION_ID, USAGE_WHOLE_BUILD.BUILD_ID, USAGE_WHOLE_BUILD.MODEL);

  /** Puts in the place of what is there. */
  void set(Tally tally) {
    SumUpserts.SET.write(tally, (text, values) -> sql.execute(text, values));
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
                    row.get(USAGE_SUM.SECOND_ID),
                    kind(row, USAGE_SUM)),
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
                    kind(row, USAGE_BUILD)),
                SumColumns.read(row, BUILD_KEY.size())));
    sql.select(USAGE_WHOLE_BUILD.FIRST_MS, USAGE_WHOLE_BUILD.LAST_MS)
        .select(with(WHOLE_BUILD_KEY, USAGE_WHOLE_BUILD))
        .from(USAGE_WHOLE_BUILD)
        .where(USAGE_WHOLE_BUILD.ORGANIZATION_ID.eq(organizationId))
        .forEach(row ->
            tally.wholeBuilds.put(
                new WholeBuild(
                    organizationId,
                    row.get(USAGE_WHOLE_BUILD.BUILD_ID),
                    row.get(USAGE_WHOLE_BUILD.MODEL)),
                new WholeBuild.Sum(
                    new WholeBuild.Days(
                        row.get(USAGE_WHOLE_BUILD.FIRST_MS), row.get(USAGE_WHOLE_BUILD.LAST_MS)),
                    SumColumns.read(row, 2 + WHOLE_BUILD_KEY.size()))));
    return tally;
  }

  private static CallKind kind(Record row, Table<?> table) {
    return new CallKind(
        word(row, table, "model"),
        word(row, table, "connection_id"),
        word(row, table, "provider"),
        word(row, table, "method"),
        word(row, table, "outcome"));
  }

  private static String word(Record row, Table<?> table, String column) {
    return Objects.requireNonNull(row.get(table.field(column, String.class)));
  }

  private static Condition isOf(CallKind kind, Table<?> table) {
    return DSL.and(
        is(table, "model", kind.model()),
        is(table, "connection_id", kind.connectionId()),
        is(table, "provider", kind.provider()),
        is(table, "method", kind.method()),
        is(table, "outcome", kind.outcome()));
  }

  private static Condition is(Table<?> table, String column, String value) {
    return Objects.requireNonNull(table.field(column, String.class)).eq(value);
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
        .and(USAGE_SUM.SECOND_ID.eq(key.secondId()))
        .and(isOf(key.kind(), USAGE_SUM))
        .execute();
  }

  void delete(BuildKey key) {
    sql.deleteFrom(USAGE_BUILD)
        .where(USAGE_BUILD.ORGANIZATION_ID.eq(key.organizationId()))
        .and(USAGE_BUILD.START_MS.eq(key.startMs()))
        .and(USAGE_BUILD.BUILD_ID.eq(key.buildId()))
        .and(isOf(key.kind(), USAGE_BUILD))
        .execute();
  }

  void delete(WholeBuild key) {
    sql.deleteFrom(USAGE_WHOLE_BUILD)
        .where(USAGE_WHOLE_BUILD.ORGANIZATION_ID.eq(key.organizationId()))
        .and(USAGE_WHOLE_BUILD.BUILD_ID.eq(key.buildId()))
        .and(USAGE_WHOLE_BUILD.MODEL.eq(key.model()))
        .execute();
  }
}
