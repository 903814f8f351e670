package dev.bridle.bench.usage;

import dev.bridle.ledger.Findings;
import dev.bridle.ledger.RollupCheck;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A database with a generated year in it, and a small second one whose sums are verified. */
record YearDatabase(String engine, DatabaseUrl url, YearSize size) {
  static final String ORGANIZATION = "acme";
  private static final String SAMPLE = "sample";
  private static final long SEED = 20261127;

  /** The noon of the last day: what panels take for now. */
  InstantSource clock() {
    var noon = size.lastDay().atTime(12, 0).toInstant(ZoneOffset.UTC);
    return () -> noon;
  }

  Database open() {
    return Database.open(url);
  }

  boolean isFilled(Database database) {
    return database.read(sql ->
        !sql.fetch("select id from organization where id = '" + ORGANIZATION + "'").isEmpty());
  }

  void fill() throws Exception {
    try (var filling = new Filling(url)) {
      filling.fill(SAMPLE, size.sample(), SEED, _ -> {});
      long[] next = {0};
      filling.fill(
          ORGANIZATION,
          size,
          SEED + 1,
          calls -> {
            if (calls >= next[0]) {
              System.err.printf("%s: %,d calls%n", engine, calls);
              next[0] += Math.max(1, size.calls() / 10);
            }
          });
      filling.finish();
    }
  }

  /** The sums of the sample against its rows; they were made as those of the whole year were. */
  Findings verify(Database database) {
    var findings = new Findings("roll-ups");
    new RollupCheck(database, clock()).verify(SAMPLE, findings);
    return findings;
  }
}
