package dev.bridle.allowance;

import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.Engine;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories of calls, each with its server dying here and there, against the
 * ledger's rows as the truth.
 */
class AllowanceModelTest {
  private static final int SEEDS_OF_A_DATABASE = 250;

  @Test
  void nothingIsEverOverAndEveryBalanceIsWhatTheRowsSay() {
    for (int first = 0; first < 2_500; first += SEEDS_OF_A_DATABASE) {
      var file = Engine.folderInMemory().resolve("bridle.db");
      play(DatabaseUrl.sqlite(file), first, first + SEEDS_OF_A_DATABASE);
    }
  }

  @Test
  void theSameOnPostgres() {
    play(Engine.POSTGRESQL.emptyDatabase(), 10_000, 10_040);
  }

  private static void play(DatabaseUrl url, int from, int until) {
    try (var world = new World(url)) {
      IntStream.range(from, until).forEach(seed -> new RandomHistory(world, seed).play());
    }
  }
}
