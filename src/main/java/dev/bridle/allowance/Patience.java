package dev.bridle.allowance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long something waits; ended early, it holds on to nothing. */
final class Patience {
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();

  private Patience() {}

  static Patience of(Duration time, Runnable whenOver) {
    var patience = new Patience();
    var _ =
        patience.over.thenAccept(inVain -> {
          if (inVain) {
            whenOver.run();
          }
        });
    var _ = patience.over.completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
    return patience;
  }

  void end() {
    over.complete(false);
  }
}
