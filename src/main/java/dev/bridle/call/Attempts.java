package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.http.Answer;
import dev.bridle.http.Exchange;
import dev.bridle.http.SendFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of one call: with another key where the provider will not have this one, with the
 * same where it says that asking again helps, and through the fallback where there is one. Each is
 * admitted anew, with a row and a hold of its own, after the one before was settled. Once a byte of
 * an answer is given out, there is no other.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger("call");
  private static final int MOST = 6;
  private static final int REJECTED = 401;

  private final Exchange exchange;
  private final Connected connected;
  private final Relay relay;
  private final InstantSource clock;
  private int count = 1;
  private int retries;
  private boolean fellBack;

  /** The keys with which this call was answered 401. */
  private final Set<String> rejected = new HashSet<>();

  Attempts(Exchange exchange, Connected connected, Relay relay, InstantSource clock) {
    this.exchange = exchange;
    this.connected = connected;
    this.relay = relay;
    this.clock = clock;
  }

  /** The way that the next one takes; once it is the fallback's, it stays so. */
  CompletableFuture<Reach> reach(JobIdentity job) {
    return (fellBack
            ? connected.fallback(exchange, job, rejected)
            : connected.find(exchange, job, rejected))
        .thenCompose(reach -> isRejected(reach) ? instead(reach, job) : at(reach));
  }

  private boolean isRejected(Reach reach) {
    return reach.key().map(key -> rejected.contains(key.id())).orElse(false);
  }

  private CompletableFuture<Reach> instead(Reach reach, JobIdentity job) {
    if (!connected.hasFallback(reach)) {
      throw new Refused(new Refusal.CredentialRejected(REJECTED));
    }
    return connected.fallback(exchange, job, rejected).thenCompose(this::at);
  }

  private CompletableFuture<Reach> at(Reach reach) {
    fellBack = reach.connection().place().fallback();
    return CompletableFuture.completedFuture(reach);
  }

  /** Which one is being made, from 1. */
  int count() {
    return count;
  }

  /**
   * Makes one attempt after the other, until one has what the client gets.
   *
   * @param stillPermitted looks once more whether an admitted call may be made
   * @param again asks for the same call to be admitted anew
   */
  CompletableFuture<Void> carry(
      AdmittedCall call,
      Function<Call, CompletableFuture<?>> stillPermitted,
      Function<Call, CompletableFuture<AdmittedCall>> again) {
    return relay
        .carry(exchange, call, this, () -> stillPermitted.apply(call.call()))
        .thenCompose(setback ->
            next(
                setback,
                () -> again.apply(call.again()),
                admitted -> carry(admitted, stillPermitted, again)));
  }

  /** The same for what costs nothing. */
  CompletableFuture<Void> pass(FreeCall call, Supplier<CompletableFuture<FreeCall>> again) {
    return relay
        .pass(exchange, call, this)
        .thenCompose(setback -> next(setback, again, other -> pass(other, again)));
  }

  /** There is nobody to make another one for. */
  private static Refused over() {
    return new Refused(new Refusal.Stopping());
  }

  private <T> CompletableFuture<Void> next(
      Optional<Setback> setback,
      Supplier<CompletableFuture<T>> again,
      Function<T, CompletableFuture<Void>> make) {
    if (setback.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return pause(setback.get().pause())
        .thenCompose(_ -> mayGoOn() ? again.get() : CompletableFuture.failedFuture(over()))
        .thenApply(Optional::of)
        .exceptionally(why -> {
          note(why);
          return Optional.empty();
        })
        .thenCompose(call ->
            // Without one, not a refusal of what nobody has asked for, but what the provider said.
            call.map(one -> made(setback.get(), one, make))
                .orElseGet(() -> setback.get().give().get()));
  }

  private static void note(Throwable why) {
    Throwable cause = Came.cause(why);
    if (!(cause instanceof Refused)) {
      LOG.error("another attempt could not be made", cause);
    }
  }

  private <T> CompletableFuture<Void> made(
      Setback before, T call, Function<T, CompletableFuture<Void>> make) {
    before.drop().run();
    count++;
    return make.apply(call);
  }

  /** Ends early when the client leaves. */
  private CompletableFuture<Void> pause(Duration time) {
    if (time.isZero()) {
      return CompletableFuture.completedFuture(null);
    }
    var over = new CompletableFuture<Void>();
    exchange.whenGone(() -> over.complete(null));
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, exchange.loop())
        .execute(() -> over.complete(null));
    return over;
  }

  /** How long to wait before another attempt; empty when this answer is the client's. */
  Optional<Duration> pauseAfter(Reach reach, Answer answer) {
    boolean otherKey = connected.heard(reach, answer, rejected);
    if (answer.status() == REJECTED) {
      reach.key().ifPresent(key -> rejected.add(key.id()));
    }
    if (!mayGoOn()) {
      return Optional.empty();
    }
    return otherKey
        ? Optional.of(Duration.ZERO)
        : retried(Retries.after(answer, retries, clock.instant()))
            .or(() -> fallBack(reach, Fallbacks.helpAfter(answer)));
  }

  /** Nothing came back. */
  Optional<Duration> pauseAfter(Reach reach, SendFailure failure) {
    if (!mayGoOn()) {
      return Optional.empty();
    }
    return retried(Retries.after(failure, retries))
        .or(() -> fallBack(reach, Fallbacks.helpAfter(failure)));
  }

  private boolean mayGoOn() {
    return count < MOST && !exchange.isGone() && !relay.isStopping();
  }

  private Optional<Duration> retried(Optional<Duration> pause) {
    if (pause.isPresent()) {
      retries++;
    }
    return pause;
  }

  private Optional<Duration> fallBack(Reach reach, boolean helps) {
    if (helps && connected.hasFallback(reach)) {
      fellBack = true;
      return Optional.of(Duration.ZERO);
    }
    return Optional.empty();
  }
}
