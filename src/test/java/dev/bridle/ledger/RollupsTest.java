package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The roll-ups against a second, plain way of adding up the rows. */
@OnBothEngines
class RollupsTest {
  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final LedgerRows rows;

  RollupsTest(Engine engine) {
    database = engine.open();
    rows = new LedgerRows(database, clock, 7);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everySumIsThatOfItsRowsHoweverTheStepsAreCut() {
    for (int step : new int[] {1, 3, 17, 1_000}) {
      var open = rows.write(60);
      var rollups = new Rollups(database, step);
      rollups.step();
      open.forEach(rows::settle);
      rows.write(20);
      rollups.catchUp();
      assertThat(stored()).isEqualTo(ofRows());
      assertThat(storedBuilds()).isEqualTo(buildsOfRows());
    }
  }

  @Test
  void theNumbersOfSettlementsRiseWithoutAGap() {
    var open = rows.write(30);
    open.reversed().forEach(rows::settle);
    var numbers =
        database.read(sql ->
            sql.select(MODEL_CALL.SETTLE_NO)
                .from(MODEL_CALL)
                .orderBy(MODEL_CALL.SETTLE_NO)
                .fetch(MODEL_CALL.SETTLE_NO));
    assertThat(numbers).isEqualTo(java.util.stream.LongStream.rangeClosed(1, 30).boxed().toList());
  }

  @Test
  void callsThatAKilledServerLeftOpenAreRolledUpToo() {
    var open = rows.write(30);
    int orphans = database.write(sql -> rows.ledger().settleOrphans(sql));
    assertThat(orphans).isEqualTo(open.size());
    new Rollups(database).catchUp();
    assertThat(stored()).isEqualTo(ofRows());
  }

  @Test
  void aStepThatFailsHalfWayLeavesNothingBehind() {
    rows.write(20);
    // The cursor is there, but the sums can't be written.
    database.execute(sql -> sql.execute("alter table usage_build rename to usage_build_away"));
    assertThatThrownBy(() -> new Rollups(database).catchUp()).isInstanceOf(RuntimeException.class);
    assertThat(stored()).isEmpty();
    assertThat(new Rollups(database).cursor()).isZero();
    database.execute(sql -> sql.execute("alter table usage_build_away rename to usage_build"));
    new Rollups(database).catchUp();
    assertThat(stored()).isEqualTo(ofRows());
  }

  @Test
  void twoFollowersNeverCountARowTwice() throws Exception {
    rows.write(60);
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        var _ =
            threads.submit(() -> {
              var rollups = new Rollups(database, 5);
              for (int tries = 0; tries < 50; tries++) {
                try {
                  rollups.catchUp();
                } catch (RuntimeException e) {
                  // Another one was faster.
                }
              }
            });
      }
    }
    new Rollups(database).catchUp();
    assertThat(stored()).isEqualTo(ofRows());
  }

  @Test
  void reportsAreTheSameWhereverTheCursorStands() {
    rows.write(80);
    var queries = new UsageQueries(database);
    LocalDate to = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    var rollups = new Rollups(database, 9);
    List<List<UsageReport>> seen = new ArrayList<>();
    do {
      List<UsageReport> reports = new ArrayList<>();
      for (GroupBy by : GroupBy.values()) {
        reports.add(queries.usage(LedgerRows.ACME, to.minusDays(30), to, by));
      }
      seen.add(reports);
    } while (rollups.step() > 0);
    assertThat(seen).hasSizeGreaterThan(5);
    assertThat(seen).allMatch(reports -> reports.equals(seen.getFirst()));
    assertThat(seen.getFirst())
        .extracting(UsageReport::totals)
        .containsOnly(seen.getFirst().getFirst().totals());
    assertThat(seen.getFirst().getFirst().totals()).isEqualTo(totals(to.minusDays(30), to));
  }

  @Test
  void aBuildsTotalsAreThoseOfItsRows() {
    rows.write(80);
    var report =
        new UsageQueries(database)
            .usage(
                LedgerRows.ACME,
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2027-01-01"),
                GroupBy.BUILD);
    var group = report.groups().getFirst();
    String id =
        LedgerRows.ACME + "-build-" + group.key().substring("pipeline-".length()).replace('/', '-');
    assertThat(new UsageQueries(database).ofBuild(id)).isEqualTo(group.totals());
  }

  private Totals totals(LocalDate from, LocalDate to) {
    Sums sums = Sums.NONE;
    for (Record row : all()) {
      LocalDate day =
          LocalDate.ofInstant(Instant.ofEpochMilli(row.get(MODEL_CALL.OPENED_MS)), ZoneOffset.UTC);
      boolean within = !day.isBefore(from) && day.isBefore(to);
      if (within && row.get(MODEL_CALL.ORGANIZATION_ID).equals(LedgerRows.ACME)) {
        BigInteger[] v = values(row);
        sums =
            sums.plus(
                new Sums(
                    1, l(v[1]), l(v[2]), l(v[3]), l(v[4]), l(v[5]), l(v[6]), l(v[7]), l(v[8])));
      }
    }
    return sums.totals();
  }

  private static long l(BigInteger value) {
    return value.longValueExact();
  }

  private List<Record> all() {
    return database.read(sql ->
        new ArrayList<>(
            sql.select(MODEL_CALL.fields())
                .from(MODEL_CALL)
                .where(MODEL_CALL.OUTCOME.ne("not_sent"))
                .fetch()));
  }

  private static BigInteger[] values(Record row) {
    Long most = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    long[] values = {
      1,
      row.get(MODEL_CALL.INPUT_TOKENS),
      row.get(MODEL_CALL.OUTPUT_TOKENS),
      row.get(MODEL_CALL.CACHE_READ_TOKENS),
      row.get(MODEL_CALL.CACHE_WRITE_5M_TOKENS),
      row.get(MODEL_CALL.CACHE_WRITE_1H_TOKENS),
      row.get(MODEL_CALL.WEB_SEARCHES),
      row.get(MODEL_CALL.COST_NANO),
      most == null ? row.get(MODEL_CALL.COST_NANO) : most
    };
    return java.util.Arrays.stream(values).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
  }

  /** By text keys, with the calendar's own words for hour, day and month. */
  private Map<String, List<BigInteger>> ofRows() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    for (Record row : all()) {
      if (row.get(MODEL_CALL.SETTLED_MS) == null) {
        continue;
      }
      for (String subject :
          List.of(
              "organization ",
              "pipeline " + row.get(MODEL_CALL.PIPELINE_SLUG),
              "creator " + row.get(MODEL_CALL.CREATOR_ID))) {
        for (String grain : List.of("hour", "day", "month")) {
          if (!subject.equals("creator null")) {
            String period = period(grain, row.get(MODEL_CALL.OPENED_MS));
            add(sums, key(row, subject, grain, period), values(row));
          }
        }
      }
    }
    return sums;
  }

  private static String key(Record row, String subject, String grain, String period) {
    String answered = row.get(MODEL_CALL.MODEL_ANSWERED);
    return String.join(
        "|",
        row.get(MODEL_CALL.ORGANIZATION_ID),
        subject,
        grain,
        period,
        answered == null ? row.get(MODEL_CALL.MODEL_SENT) : answered,
        row.get(MODEL_CALL.CONNECTION_ID));
  }

  private static String period(String grain, long atMs) {
    String pattern =
        switch (grain) {
          case "hour" -> "uuuu-MM-dd'T'HH";
          case "day" -> "uuuu-MM-dd";
          default -> "uuuu-MM";
        };
    return DateTimeFormatter.ofPattern(pattern)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochMilli(atMs));
  }

  private static void add(Map<String, List<BigInteger>> sums, String key, BigInteger[] values) {
    List<BigInteger> sum = sums.computeIfAbsent(key, _ -> new ArrayList<>());
    for (int i = 0; i < values.length; i++) {
      if (sum.size() <= i) {
        sum.add(values[i]);
      } else {
        sum.set(i, sum.get(i).add(values[i]));
      }
    }
  }

  private Map<String, List<BigInteger>> stored() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    database
        .read(sql -> new ArrayList<>(sql.selectFrom(USAGE_SUM).fetch()))
        .forEach(row -> {
          String grain = row.get(USAGE_SUM.GRAIN);
          String key =
              String.join(
                  "|",
                  row.get(USAGE_SUM.ORGANIZATION_ID),
                  row.get(USAGE_SUM.SUBJECT) + " " + row.get(USAGE_SUM.SUBJECT_ID),
                  grain,
                  period(grain, row.get(USAGE_SUM.START_MS)),
                  row.get(USAGE_SUM.MODEL),
                  row.get(USAGE_SUM.CONNECTION_ID));
          sums.put(key, columns(row));
        });
    return sums;
  }

  private static List<BigInteger> columns(Record row) {
    List<BigInteger> values = new ArrayList<>();
    for (String name :
        List.of(
            "calls",
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "web_searches",
            "cost_nano",
            "cost_at_most_nano")) {
      values.add(BigInteger.valueOf(Objects.requireNonNull(row.get(name, Long.class))));
    }
    return values;
  }

  private Map<String, List<BigInteger>> buildsOfRows() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    for (Record row : all()) {
      if (row.get(MODEL_CALL.SETTLED_MS) != null) {
        long openedMs = row.get(MODEL_CALL.OPENED_MS);
        String build =
            row.get(MODEL_CALL.BUILD_ID)
                + " "
                + row.get(MODEL_CALL.PIPELINE_SLUG)
                + " "
                + row.get(MODEL_CALL.BUILD_NUMBER)
                + " "
                + row.get(MODEL_CALL.BRANCH)
                + " "
                + row.get(MODEL_CALL.CREATOR_ID)
                + " "
                + period("month", openedMs);
        add(sums, key(row, build, "day", period("day", openedMs)), values(row));
      }
    }
    return sums;
  }

  private Map<String, List<BigInteger>> storedBuilds() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    database
        .read(sql -> new ArrayList<>(sql.selectFrom(USAGE_BUILD).fetch()))
        .forEach(row -> {
          String build =
              row.get(USAGE_BUILD.BUILD_ID)
                  + " "
                  + row.get(USAGE_BUILD.PIPELINE_SLUG)
                  + " "
                  + row.get(USAGE_BUILD.BUILD_NUMBER)
                  + " "
                  + row.get(USAGE_BUILD.BRANCH)
                  + " "
                  + row.get(USAGE_BUILD.CREATOR_ID)
                  + " "
                  + period("month", row.get(USAGE_BUILD.MONTH_MS));
          sums.put(
              String.join(
                  "|",
                  row.get(USAGE_BUILD.ORGANIZATION_ID),
                  build,
                  "day",
                  period("day", row.get(USAGE_BUILD.START_MS)),
                  row.get(USAGE_BUILD.MODEL),
                  row.get(USAGE_BUILD.CONNECTION_ID)),
              columns(row));
        });
    return sums;
  }
}
