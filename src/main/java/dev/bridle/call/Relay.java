package dev.bridle.call;

import dev.bridle.allowance.Admissions;
import dev.bridle.capture.Captures;
import dev.bridle.http.Answer;
import dev.bridle.http.ByteWatcher;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import dev.bridle.http.Relaying;
import dev.bridle.http.SendFailure;
import dev.bridle.policy.KillSwitch;
import dev.bridle.provider.Place;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Sends calls on and carries their answers back. */
public final class Relay {
  private final Admissions admissions;
  private final Captures captures;
  private final boolean strict;
  private final ClientGone whenGone;
  private final Duration pingAfter;
  private final InstantSource clock;
  private final Set<CarriedCall> unsettled = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param strict whether a call's opening row must be on disk before it is sent; else it must be
   *     before the first byte of the answer is given out
   * @param pingAfter how long a stream is silent before its reader gets a sign of life
   */
  public Relay(
      Admissions admissions,
      Captures captures,
      boolean strict,
      ClientGone whenGone,
      Duration pingAfter,
      InstantSource clock) {
    this.admissions = admissions;
    this.captures = captures;
    this.strict = strict;
    this.whenGone = whenGone;
    this.pingAfter = pingAfter;
    this.clock = clock;
  }

  /**
   * Makes one attempt at a call; completes when its answer is on its way, or with what another
   * attempt may follow.
   *
   * @param stillPermitted looks once more whether the call may be made; asked when every stop from
   *     then on reaches it
   */
  CompletableFuture<Optional<Setback>> carry(
      Exchange exchange,
      AdmittedCall call,
      Attempts attempts,
      Supplier<CompletableFuture<?>> stillPermitted) {
    var capturing =
        captures.begin(
            call.call().job(), call.live().row().id(), call.call().rewrite().body().bytes());
    var carried =
        new CarriedCall(
            exchange, call, attempts, admissions, capturing, whenGone, pingAfter, clock);
    unsettled.add(carried);
    var _ = carried.settled().thenRun(() -> unsettled.remove(carried));
    return carried.start(strict, stillPermitted);
  }

  CompletableFuture<Optional<Setback>> pass(Exchange exchange, FreeCall call, Attempts attempts) {
    var sending = call.reach().way().send(call.request());
    exchange.whenGone(sending::cancel);
    return exchange
        .here(sending.answer())
        .handle(Came::new)
        .thenCompose(came -> passed(exchange, call, attempts, came));
  }

  private static CompletableFuture<Optional<Setback>> passed(
      Exchange exchange, FreeCall call, Attempts attempts, Came came) {
    var setback = setback(exchange, call, attempts, came);
    if (setback.isPresent()) {
      return CompletableFuture.completedFuture(setback);
    }
    if (came.answer() == null) {
      throw new Refused(Answers.refusal(came.cause()));
    }
    Answers.requireUsable(came.answer());
    return exchange
        .relay(
            came.answer(),
            headers(call, came.answer()),
            ByteWatcher.NONE,
            call.filter(),
            () -> false)
        .end()
        .thenApply(Relay::begun);
  }

  private static Optional<Setback> setback(
      Exchange exchange, FreeCall call, Attempts attempts, Came came) {
    var answer = came.answer();
    if (answer != null) {
      return attempts
          .pauseAfter(call.reach(), answer)
          .map(pause -> Setback.of(pause, exchange, answer, headers(call, answer)));
    }
    return came.cause() instanceof SendFailure failure
        ? attempts.pauseAfter(call.reach(), failure).map(pause -> Setback.of(pause, failure))
        : Optional.empty();
  }

  private static Headers headers(FreeCall call, Answer answer) {
    return Answers.headers(answer, call.reach(), call.rewritten()).replacedBy(call.limits());
  }

  private static Optional<Setback> begun(Relaying.End end) {
    Answers.requireBegun(end, null);
    return Optional.empty();
  }

  /** Whether no further attempts are made. */
  boolean isStopping() {
    return stopping;
  }

  /** Ends the calls that are still running, because the server is being stopped. */
  public void stopAll() {
    stopping = true;
    stop(_ -> true, Stop.server());
  }

  /** Ends the calls of a job that has ended or is being canceled. */
  public void stopCallsOf(String jobId) {
    stop(call -> call.job().jobId().equals(jobId), Stop.job());
  }

  /** Ends the calls through a connection that was disabled or is no more, or its fallback. */
  public void stopCallsThrough(Place place) {
    stop(
        call -> {
          var its = call.reach().connection().place();
          return its.equals(place) || its.first().equals(place);
        },
        Stop.disabled(place.provider()));
  }

  /** Ends the calls that a kill switch stops. */
  public void stopCallsOf(KillSwitch killSwitch) {
    stop(
        call ->
            killSwitch.stops(call.job(), call.provider(), call.model())
                || killSwitch.stops(call.job(), call.provider(), call.modelId()),
        Stop.killed(killSwitch.sentence()));
  }

  private void stop(Predicate<Call> which, Stop why) {
    unsettled.stream().filter(carried -> which.test(carried.call())).forEach(c -> c.stop(why));
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
