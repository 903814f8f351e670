package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** The tables of sums, within one transaction. */
record StoredSums(DSLContext sql) {
  static final List<Field<?>> SUM_KEY =
      List.of(
          USAGE_SUM.ORGANIZATION_ID,
          USAGE_SUM.SUBJECT,
          USAGE_SUM.GRAIN,
          USAGE_SUM.START_MS,
          USAGE_SUM.SUBJECT_ID,
          USAGE_SUM.MODEL,
          USAGE_SUM.CONNECTION_ID);
  static final List<Field<?>> BUILD_KEY =
      List.of(
          USAGE_BUILD.ORGANIZATION_ID,
          USAGE_BUILD.START_MS,
          USAGE_BUILD.BUILD_ID,
          USAGE_BUILD.MODEL,
          USAGE_BUILD.CONNECTION_ID);

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
