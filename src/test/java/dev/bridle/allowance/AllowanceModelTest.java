package dev.bridle.allowance;

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
    for (int first = 0; first < 3_000; first += SEEDS_OF_A_DATABASE) {
      play(Engine.SQLITE, first, first + SEEDS_OF_A_DATABASE);
    }
  }

  @Test
  void theSameOnPostgres() {
    play(Engine.POSTGRESQL, 10_000, 10_100);
  }

  private static void play(Engine engine, int from, int until) {
    try (var world = new World(engine.emptyDatabase())) {
      IntStream.range(from, until).forEach(seed -> new RandomHistory(world, seed).play());
    }
  }
}
