package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the sums of an older version, which didn't tell how calls ended. */
@OnBothEngines
class OlderSumsTest {
  private static final UsageRange ALL =
      new UsageRange(LocalDate.parse("2026-09-01"), LocalDate.parse("2026-12-01"));

  private static final String SUMS =
      """
      sum(calls), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
      sum(cache_write_5m_tokens), sum(cache_write_1h_tokens), sum(web_searches), sum(cost_nano),
      sum(cost_at_most_nano)\
      """;

  private final MovableClock clock = new MovableClock();
  private final DatabaseUrl url;
  private Database database;
  private final Rollups rollups;

  OlderSumsTest(Engine engine) {
    url = engine.newDatabase();
    database = Database.open(url);
    new LedgerRows(database, clock, 31).write(200);
    rollups = new Rollups(database, 150);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** As the older version left them, and then brought to this one by its migration. */
  private void reopen() throws IOException {
    String older = migration("V3__prices_and_usage.sql");
    String tables = older.substring(older.indexOf("create table usage_sum"));
    String newer = migration("V10__usage_by_branch_and_outcome.sql");
    String pairs = migration("V14__usage_of_two.sql");
    String whole = migration("V18__sums_of_whole_branches.sql");
    database.execute(sql -> {
      sql.execute("alter table usage_sum rename to sums");
      sql.execute("alter table usage_build rename to builds");
      for (String index :
          List.of(
              "usage_sum_of_hours",
              "usage_sum_of_second",
              "usage_build_of_build",
              "usage_build_of_pipeline_branch",
              "usage_build_of_pipeline_creator",
              "usage_build_of_creator",
              "usage_build_of_pipeline",
              "usage_build_of_branch",
              "usage_build_not_completed",
              "refused_call_by_time")) {
        sql.execute("drop index " + index);
      }
      run(sql, tables);
      fill(sql);
      sql.execute("drop table sums");
      sql.execute("drop table builds");
      sql.execute("drop table usage_whole_build");
      run(sql, newer);
      run(sql, pairs);
      run(sql, whole);
    });
    database.close();
    database = Database.open(url);
  }

  private String migration(String name) throws IOException {
    return Files.readString(Path.of("src/main/resources/db/migration", name))
        .lines()
        .filter(line -> !line.startsWith("--"))
        .collect(Collectors.joining("\n"))
        .replace("${in_order_of_key}", isSqlite() ? "without rowid" : "")
        .replace("${a_table_for_each_subject}", isSqlite() ? "" : "partition by list (subject)")
        .replaceAll(
            "(?s)\\$\\{postgresql_begin}(.*?)\\$\\{postgresql_end}", isSqlite() ? "" : "$1");
  }

  private boolean isSqlite() {
    return url.file().isPresent();
  }

  private static void run(DSLContext sql, String statements) {
    for (String statement : statements.split(";\\s*(\n|$)", -1)) {
      if (!statement.isBlank()) {
        sql.execute(statement);
      }
    }
  }

  private static void fill(DSLContext sql) {
    sql.execute(
        """
        insert into usage_sum select organization_id, subject, grain, start_ms, subject_id, model,
          connection_id, %s
        from sums where subject not in ('branch', 'whole branch') and second_id = '' group by 1, 2, 3, 4, 5, 6, 7\
        """
            .formatted(SUMS));
    // Any month will do that is the same for the days of a month.
    for (var day : sql.fetch("select distinct start_ms from builds")) {
      long startMs = day.get(0, Long.class);
      sql.execute(
          """
          insert into usage_build select organization_id, start_ms, build_id, model, connection_id,
            max(pipeline_slug), max(build_number), max(branch), max(creator_id), %d, %s
          from builds where start_ms = %d group by 1, 2, 3, 4, 5\
          """
              .formatted(Grain.MONTH.start(startMs), SUMS, startMs));
    }
  }

  private Totals totals() {
    return new UsagePanels(database, clock)
        .summary(LedgerRows.ACME, ALL, UsageFilter.NONE)
        .totals();
  }

  private Breakdown by(Dimension dimension) {
    return new UsagePanels(database, clock)
        .breakdown(LedgerRows.ACME, ALL, UsageFilter.NONE, dimension, Measure.COST, 0, 100);
  }

  private Findings verified() {
    var findings = new Findings("roll-ups");
    new RollupCheck(database, clock).verify(LedgerRows.ACME, findings);
    return findings;
  }

  @Test
  void sumsWhoseRowsAreThereAreAsIfTheyHadBeenMadeByThisVersion() throws IOException {
    rollups.step();
    var expected = database.read(sql -> new StoredSums(sql).read(LedgerRows.ACME));
    reopen();
    var found = database.read(sql -> new StoredSums(sql).read(LedgerRows.ACME));
    assertThat(found.sums).isEqualTo(expected.sums).hasSizeGreaterThan(300);
    assertThat(found.builds).isEqualTo(expected.builds);
    assertThat(found.wholeBuilds).isEqualTo(expected.wholeBuilds);
    assertThat(verified().kept()).isEmpty();
    new Rollups(database).catchUp();
    assertThat(verified().kept()).isEmpty();
  }

  @Test
  void sumsThatOutliveTheirRowsKeepWhatTheySayAndHaveNoStatus() throws IOException {
    rollups.catchUp();
    var totals = totals();
    var pipelines = by(Dimension.PIPELINE);
    var branches = by(Dimension.BRANCH);
    var creators = by(Dimension.CREATOR);
    new Retention(database, rollups, 20, clock).sweep();
    reopen();

    assertThat(totals()).isEqualTo(totals);
    assertThat(by(Dimension.PIPELINE)).isEqualTo(pipelines);
    assertThat(by(Dimension.BRANCH)).isEqualTo(branches);
    assertThat(by(Dimension.CREATOR)).isEqualTo(creators);
    assertThat(by(Dimension.STATUS).groups()).extracting(Breakdown.Group::key).contains("");
    var kept = new UsageRange(LocalDate.parse("2026-11-05"), LocalDate.parse("2026-11-24"));
    var statuses =
        new UsagePanels(database, clock)
            .breakdown(
                LedgerRows.ACME, kept, UsageFilter.NONE, Dimension.STATUS, Measure.COST, 0, 9);
    assertThat(statuses.groups())
        .extracting(Breakdown.Group::key)
        .contains("completed")
        .doesNotContain("");
    assertThat(verified().kept()).isEmpty();
    assertThat(verified().checked()).isGreaterThan(50);
  }

  @Test
  void anEmptyDatabaseStaysEmpty() throws IOException {
    database.execute(sql -> {
      sql.deleteFrom(MODEL_CALL).execute();
      sql.update(USAGE_CURSOR).set(USAGE_CURSOR.SETTLE_NO, 0L).execute();
    });
    reopen();
    assertThat(totals().isNothing()).isTrue();
  }
}
