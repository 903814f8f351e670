package dev.bridle.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Ends the whole run when it hangs: everything that it has started ends with it. */
final class Watchdog {
  private static final int TOO_LONG = 3;

  private Watchdog() {}

  static int guarding(Duration longest, Callable<Integer> run) throws Exception {
    Thread.ofPlatform().daemon().start(() -> bark(longest));
    return run.call();
  }

  private static void bark(Duration longest) {
    try {
      Thread.sleep(longest);
    } catch (InterruptedException e) {
      return;
    }
    System.err.println("bench: not done after " + longest.toMinutes() + " minutes; given up");
    System.exit(TOO_LONG);
  }
}
