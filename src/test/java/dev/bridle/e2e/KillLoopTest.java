package dev.bridle.e2e;

import dev.bridle.testing.Engine;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server is killed again and again with calls under way: none is lost, and no cent. */
@Tag("e2e")
class KillLoopTest {
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void afterFiftyKillsEveryCallHasItsRowAndNothingIsStuck() {
    play(Engine.SQLITE, 50);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theSameAfterTenOnPostgres() {
    play(Engine.POSTGRESQL, 10);
  }

  private static void play(Engine engine, int rounds) {
    long seed = ThreadLocalRandom.current().nextLong();
    try (var loop = new KillLoop(engine, seed)) {
      loop.play(rounds);
      loop.check();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }
}
