package dev.bridle.call;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.LiveCall;
import dev.bridle.call.Refusal.LedgerUnavailable;
import dev.bridle.capture.Capturing;
import dev.bridle.http.Answer;
import dev.bridle.http.ByteFilter;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import dev.bridle.http.Heartbeat;
import dev.bridle.http.Relaying;
import dev.bridle.http.SendFailure;
import dev.bridle.http.Sending;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.Meter;
import dev.bridle.meter.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an admitted call, on its way to the provider and back; whatever happens, it is
 * settled once.
 */
final class CarriedCall {
  /** So long a client waits for the ledger before it gets what the provider said. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final Exchange exchange;
  private final AdmittedCall admitted;
  private final Attempts attempts;
  private final Admissions admissions;
  private final @Nullable Capturing capturing;
  private final ClientGone whenGone;
  private final Duration pingAfter;
  private final InstantSource clock;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private volatile @Nullable Relaying relaying;
  private boolean streaming;
  private @Nullable Watch watch;
  private volatile @Nullable Stop stopped;
  private @Nullable Sending sending;
  private boolean gone;
  private boolean drained;
  private boolean ended;

  CarriedCall(
      Exchange exchange,
      AdmittedCall admitted,
      Attempts attempts,
      Admissions admissions,
      @Nullable Capturing capturing,
      ClientGone whenGone,
      Duration pingAfter,
      InstantSource clock) {
    this.exchange = exchange;
    this.admitted = admitted;
    this.attempts = attempts;
    this.admissions = admissions;
    this.capturing = capturing;
    this.whenGone = whenGone;
    this.pingAfter = pingAfter;
    this.clock = clock;
  }

  /** Completes when the ledger has the end of this call. */
  CompletableFuture<Void> settled() {
    return settled;
  }

  Call call() {
    return admitted.call();
  }

  private LiveCall live() {
    return admitted.live();
  }

  /**
   * Completes when the answer is on its way to the client, or with what another attempt may follow.
   *
   * @param strict whether the opening row must be on disk before anything is sent
   * @param stillPermitted looks once more, now that no stop can be missed any more
   */
  CompletableFuture<Optional<Setback>> start(
      boolean strict, Supplier<CompletableFuture<?>> stillPermitted) {
    // It may have left before, while the call waited for room.
    gone = exchange.isGone();
    exchange.whenGone(this::clientGone);
    return exchange
        .here(strict ? live().durable() : CompletableFuture.<Void>completedFuture(null))
        .handle((_, why) -> onDisk(why == null))
        .thenCompose(_ -> stillPermitted.get())
        .handle((_, why) -> permitted(why))
        .thenApply(_ -> send())
        .thenCompose(sent -> exchange.here(sent.answer()))
        .thenCombine(
            exchange.here(live().durable().handle((_, why) -> why == null)), this::released)
        .handle(Came::new)
        .thenCompose(this::answered);
  }

  /** Ends the call early, wherever it is; only a plain answer on its last way is let pass. */
  void stop(Stop why) {
    var first = Objects.requireNonNullElse(stopped, why);
    stopped = first;
    var begun = relaying;
    if (begun != null && streaming) {
      // At once: whoever asked for it is told that it is done, and the loop may be reading
      // meanwhile.
      begun.stop(first.event(call().reach().format()));
    }
    exchange.loop().execute(() -> stopHere(why));
  }

  private void stopHere(Stop why) {
    stopped = stopped == null ? why : stopped;
    if (relaying != null && (streaming || drained)) {
      relaying.stop(why.event(call().reach().format()));
    } else if (sending != null && !ended) {
      sending.cancel();
    }
  }

  /** Without a reader, either nothing more is paid for, or the rest is read to be counted. */
  private void clientGone() {
    gone = true;
    if (sending != null && !ended && !drained) {
      drained = whenGone.mayDrain(exchange, this::drainedLong, settled);
    }
    if (sending != null && relaying == null && !drained) {
      sending.cancel();
    }
  }

  private boolean goesOnWithoutClient() {
    clientGone();
    return drained;
  }

  private void drainedLong() {
    if (relaying != null) {
      relaying.stop(new byte[0]);
    } else if (sending != null) {
      sending.cancel();
    }
  }

  private Void onDisk(boolean yes) {
    if (!yes) {
      throw end(Ending.without(Outcome.NOT_SENT, null), new LedgerUnavailable());
    }
    return null;
  }

  private Void permitted(@Nullable Throwable why) {
    Throwable cause = Came.cause(why);
    if (cause == null) {
      return null;
    }
    if (cause instanceof Refused refused) {
      throw end(Ending.without(Outcome.NOT_SENT, null), refused.refusal());
    }
    settle(Ending.without(Outcome.NOT_SENT, null));
    throw new CompletionException(cause);
  }

  private Sending send() {
    if (gone || stopped != null) {
      throw end(
          Ending.without(Outcome.NOT_SENT, null),
          stopped == null ? new Refusal.Broken() : stopped.refusal());
    }
    sending = call().reach().way().send(call().upstream(exchange));
    return sending;
  }

  /** No byte of an answer is given out before its opening row is on disk. */
  private Answer released(Answer answer, boolean onDisk) {
    if (!onDisk) {
      answer.cancel();
      throw end(ending(Outcome.STOPPED, answer, Reading.NONE), new LedgerUnavailable());
    }
    return answer;
  }

  private CompletableFuture<Optional<Setback>> answered(Came came) {
    var answer = came.answer();
    var setback = answer == null ? setback(came.cause()) : setback(answer);
    return setback.isPresent()
        ? afterSettling(setback.get())
        : carry(usable(came)).thenApply(_ -> Optional.empty());
  }

  /** Another row is opened only after this one is settled; where that takes long, none is. */
  private CompletableFuture<Optional<Setback>> afterSettling(Setback setback) {
    var inTime =
        settled
            .thenApply(_ -> true)
            .completeOnTimeout(false, SETTLING.toMillis(), TimeUnit.MILLISECONDS);
    return exchange
        .here(inTime)
        .thenCompose(yes ->
            yes
                ? CompletableFuture.completedFuture(Optional.of(setback))
                : setback.give().get().thenApply(_ -> Optional.empty()));
  }

  private Answer usable(Came came) {
    var answer = came.answer();
    if (answer == null) {
      throw unanswered(came.cause());
    }
    if (stopped != null) {
      // Its head came just before: the job has been told nothing, and can be told why.
      answer.cancel();
      throw end(ending(stopped.outcome(), answer, Reading.NONE), stopped.refusal());
    }
    try {
      Answers.requireUsable(answer);
    } catch (Refused refused) {
      boolean claimsSuccess = answer.status() < 300;
      end(
          ending(
              claimsSuccess ? Outcome.UPSTREAM_CUT : Outcome.UPSTREAM_ERROR, answer, Reading.NONE),
          refused.refusal());
      throw refused;
    }
    return answer;
  }

  private CompletableFuture<Void> carry(Answer answer) {
    try {
      return relay(answer);
    } catch (RuntimeException e) {
      answer.cancel();
      settle(ending(Outcome.UPSTREAM_CUT, answer, Reading.NONE));
      throw e;
    }
  }

  private Optional<Setback> setback(Answer answer) {
    var pause = attempts.pauseAfter(call().reach(), answer);
    if (isOver()) {
      return Optional.empty();
    }
    return pause.map(time -> {
      settle(ending(Outcome.UPSTREAM_ERROR, answer, Reading.NONE));
      return Setback.of(time, exchange, answer, headers(answer));
    });
  }

  private Optional<Setback> setback(@Nullable Throwable why) {
    if (isOver() || !(why instanceof SendFailure failure)) {
      return Optional.empty();
    }
    return attempts
        .pauseAfter(call().reach(), failure)
        .map(time -> {
          var outcome = failure.kind().sent() ? Outcome.UPSTREAM_CUT : Outcome.NOT_SENT;
          settle(Ending.without(outcome, null));
          return Setback.of(time, failure);
        });
  }

  /** Nobody is to have another attempt. */
  private boolean isOver() {
    return ended || gone || stopped != null;
  }

  private RuntimeException unanswered(@Nullable Throwable cause) {
    if (ended && cause instanceof Refused refused) {
      return refused;
    }
    boolean sent = !(cause instanceof SendFailure failure) || failure.kind().sent();
    if (stopped != null) {
      return end(
          Ending.without(sent ? stopped.outcome() : Outcome.NOT_SENT, null), stopped.refusal());
    }
    Outcome outcome = !sent ? Outcome.NOT_SENT : gone ? Outcome.CLIENT_GONE : Outcome.UPSTREAM_CUT;
    return end(Ending.without(outcome, null), Answers.refusal(cause));
  }

  private CompletableFuture<Void> relay(Answer answer) {
    // No other attempt follows an answer that has begun.
    call().letGoOfBody();
    exchange.letGoOfBody();
    streaming = Answers.isStream(answer);
    Meter meter = call().operation().meter(streaming);
    var brake = new RelayBrake(exchange);
    watch = new Watch(meter, live(), admissions, clock, this::budgetSpent, brake);
    relaying =
        exchange.relay(
            answer,
            headers(answer),
            capturing == null ? watch : capturing.beside(watch),
            streaming ? call().request().filter() : ByteFilter.ALL,
            this::goesOnWithoutClient);
    brake.on(relaying);
    if (streaming) {
      keepAlive(relaying, meter);
    }
    return relaying
        .end()
        .thenAccept(end -> {
          var reading = meter.reading();
          settle(ending(Relayed.outcome(end, answer, reading, drained, stopped), answer, reading));
          Answers.requireBegun(end, stopped);
        });
  }

  private void keepAlive(Relaying begun, Meter meter) {
    call()
        .reach()
        .format()
        .ping()
        .ifPresent(ping -> begun.keepAlive(new Heartbeat(ping, pingAfter, meter::started)));
  }

  private Headers headers(Answer answer) {
    var headers =
        Answers.headers(answer, call().reach(), call().rewrite().made())
            .replacedBy(LimitHeaders.of(call().reach().format(), admitted.standings()))
            .with("Bridle-Call", live().row().id());
    int attempt = attempts.count();
    return attempt == 1 ? headers : headers.with("Bridle-Attempts", Integer.toString(attempt));
  }

  private void budgetSpent() {
    if (stopped == null) {
      stopHere(Stop.budgetSpent(Sentences.spentInMidStream(admitted.standings())));
    }
  }

  private Ending ending(Outcome outcome, Answer answer, Reading reading) {
    Instant firstByteAt = watch == null ? null : watch.firstByteAt();
    return new Ending(
        outcome,
        answer.status(),
        answer.headers().first(call().reach().format().requestIdHeader()).orElse(null),
        firstByteAt,
        reading);
  }

  private Refused end(Ending ending, Refusal refusal) {
    settle(ending);
    return new Refused(refusal);
  }

  private void settle(Ending ending) {
    if (!ended) {
      ended = true;
      var _ = admissions.settle(live(), ending).thenAccept(settled::complete);
      if (capturing != null && ending.outcome() != Outcome.NOT_SENT) {
        capturing.end();
      }
    }
  }
}
