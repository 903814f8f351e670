package dev.bridle.call;

import dev.bridle.http.Exchange;
import dev.bridle.ledger.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends calls on and carries their answers back. */
public final class Relay {
  private final Ledger ledger;
  private final boolean strict;
  private final InstantSource clock;
  private final Set<CarriedCall> unsettled = ConcurrentHashMap.newKeySet();

  /**
   * @param strict whether a call's opening row must be on disk before it is sent; else it must be
   *     before the first byte of the answer is given out
   */
  public Relay(Ledger ledger, boolean strict, InstantSource clock) {
    this.ledger = ledger;
    this.strict = strict;
    this.clock = clock;
  }

  CompletableFuture<Void> carry(Exchange exchange, OpenedCall call) {
    var carried = new CarriedCall(exchange, call, ledger, clock);
    unsettled.add(carried);
    var _ = carried.settled().thenRun(() -> unsettled.remove(carried));
    return carried.start(strict);
  }

  CompletableFuture<Void> pass(Exchange exchange, FreeCall call) {
    var sending = call.reach().way().send(call.request());
    exchange.whenGone(sending::cancel);
    return exchange
        .here(sending.answer())
        .handle((answer, why) -> {
          if (why != null) {
            throw new Refused(Answers.refusal(why));
          }
          Answers.requireUsable(answer);
          exchange.relay(
              answer,
              Answers.headers(answer, call.reach().connection(), call.rewritten()),
              dev.bridle.http.ByteWatcher.NONE);
          return null;
        });
  }

  /** Ends the calls that are still running, because the server is being stopped. */
  public void stopAll() {
    unsettled.forEach(call -> call.stop(Stop.SERVER));
  }

  /** Ends the calls of a job that has ended or is being canceled. */
  public void stopCallsOf(String jobId) {
    unsettled.stream()
        .filter(call -> call.jobId().equals(jobId))
        .forEach(call -> call.stop(Stop.JOB));
  }

  /** Waits until every call that was begun is settled, but not for ever. */
  public void awaitSettled(Duration atMost) {
    var all =
        CompletableFuture.allOf(
            unsettled.stream().map(CarriedCall::settled).toArray(CompletableFuture[]::new));
    try {
      all.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // The next start settles what is left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
