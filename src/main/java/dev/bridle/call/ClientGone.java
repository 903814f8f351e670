package dev.bridle.call;

import dev.bridle.http.Exchange;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of a call whose client has left: it is canceled, or read to its end to be counted.
 */
public final class ClientGone {
  private final Semaphore places;
  private final Duration atMost;

  private ClientGone(int calls, Duration atMost) {
    this.places = new Semaphore(calls);
    this.atMost = atMost;
  }

  /** Nothing more is paid for. */
  public static ClientGone cancel() {
    return new ClientGone(0, Duration.ZERO);
  }

  /**
   * The rest is read, so that the usage is known exactly.
   *
   * @param calls how many such calls there may be at once; others are canceled
   * @param atMost how long one of them may take
   */
  public static ClientGone drain(int calls, Duration atMost) {
    return new ClientGone(calls, atMost);
  }

  /** Whether a call may go on without its client; then {@code over} is run when its time is up. */
  boolean mayDrain(Exchange exchange, Runnable over, CompletableFuture<Void> end) {
    if (!places.tryAcquire()) {
      return false;
    }
    var _ = end.whenComplete((_, _) -> places.release());
    CompletableFuture.delayedExecutor(atMost.toMillis(), TimeUnit.MILLISECONDS, exchange.loop())
        .execute(over);
    return true;
  }
}
