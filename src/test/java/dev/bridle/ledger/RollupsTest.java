package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
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
      assertThat(storedWholeBuilds()).isEqualTo(wholeBuildsOfRows());
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
      for (String subject : subjects(row)) {
        for (String grain : List.of("hour", "day", "month")) {
          boolean withoutHours = subject.startsWith("branch ") || !subject.endsWith("/");
          if (!subject.contains("null") && !(withoutHours && grain.equals("hour"))) {
            String period = period(grain, row.get(MODEL_CALL.OPENED_MS));
            add(sums, key(row, subject, grain, period), values(row));
          }
        }
      }
      add(sums, keyOfWholeBranch(row), values(row));
    }
    return sums;
  }

  private static List<String> subjects(Record row) {
    String pipeline = row.get(MODEL_CALL.PIPELINE_SLUG);
    String branch = row.get(MODEL_CALL.BRANCH);
    String creator = row.get(MODEL_CALL.CREATOR_ID);
    return List.of(
        "organization /",
        "pipeline " + pipeline + "/",
        "branch " + branch + "/",
        "creator " + creator + "/",
        "pipeline branch " + pipeline + "/" + branch,
        "pipeline creator " + pipeline + "/" + creator,
        "creator branch " + creator + "/" + branch);
  }

  private static String keyOfWholeBranch(Record row) {
    return String.join(
        "|",
        row.get(MODEL_CALL.ORGANIZATION_ID),
        "whole branch " + row.get(MODEL_CALL.BRANCH) + "/",
        "month",
        period("month", row.get(MODEL_CALL.OPENED_MS)),
        "||||");
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
        row.get(MODEL_CALL.CONNECTION_ID),
        row.get(MODEL_CALL.PROVIDER),
        row.get(MODEL_CALL.METHOD),
        row.get(MODEL_CALL.OUTCOME));
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
                  row.get(USAGE_SUM.SUBJECT)
                      + " "
                      + row.get(USAGE_SUM.SUBJECT_ID)
                      + "/"
                      + row.get(USAGE_SUM.SECOND_ID),
                  grain,
                  period(grain, row.get(USAGE_SUM.START_MS)),
                  row.get(USAGE_SUM.MODEL),
                  row.get(USAGE_SUM.CONNECTION_ID),
                  row.get(USAGE_SUM.PROVIDER),
                  row.get(USAGE_SUM.METHOD),
                  row.get(USAGE_SUM.OUTCOME));
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
                + row.get(MODEL_CALL.CREATOR_ID);
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
                  + row.get(USAGE_BUILD.CREATOR_ID);
          sums.put(
              String.join(
                  "|",
                  row.get(USAGE_BUILD.ORGANIZATION_ID),
                  build,
                  "day",
                  period("day", row.get(USAGE_BUILD.START_MS)),
                  row.get(USAGE_BUILD.MODEL),
                  row.get(USAGE_BUILD.CONNECTION_ID),
                  row.get(USAGE_BUILD.PROVIDER),
                  row.get(USAGE_BUILD.METHOD),
                  row.get(USAGE_BUILD.OUTCOME)),
              columns(row));
        });
    return sums;
  }

  /** By build and model, and by build alone; with the first and the last day. */
  private Map<String, List<BigInteger>> wholeBuildsOfRows() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    Map<String, TreeSet<String>> days = new TreeMap<>();
    for (Record row : all()) {
      if (row.get(MODEL_CALL.SETTLED_MS) != null) {
        String answered = row.get(MODEL_CALL.MODEL_ANSWERED);
        for (String model :
            List.of("", answered == null ? row.get(MODEL_CALL.MODEL_SENT) : answered)) {
          String key = row.get(MODEL_CALL.BUILD_ID) + "|" + model;
          add(sums, key, values(row));
          days.computeIfAbsent(key, _ -> new TreeSet<>())
              .add(period("day", row.get(MODEL_CALL.OPENED_MS)));
        }
      }
    }
    Map<String, List<BigInteger>> found = new TreeMap<>();
    sums.forEach((key, values) ->
        found.put(
            key
                + "|"
                + Objects.requireNonNull(days.get(key)).first()
                + "|"
                + Objects.requireNonNull(days.get(key)).last(),
            values));
    return found;
  }

  private Map<String, List<BigInteger>> storedWholeBuilds() {
    Map<String, List<BigInteger>> sums = new TreeMap<>();
    database
        .read(sql -> new ArrayList<>(sql.selectFrom(USAGE_WHOLE_BUILD).fetch()))
        .forEach(row ->
            sums.put(
                String.join(
                    "|",
                    row.get(USAGE_WHOLE_BUILD.BUILD_ID),
                    row.get(USAGE_WHOLE_BUILD.MODEL),
                    period("day", row.get(USAGE_WHOLE_BUILD.FIRST_MS)),
                    period("day", row.get(USAGE_WHOLE_BUILD.LAST_MS))),
                columns(row)));
    return sums;
  }
}
