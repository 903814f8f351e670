package dev.bridle.allowance;

import dev.bridle.store.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call's attempt to be admitted: decided at once, or after waiting in line. */
public final class Attempt {
  final AskedCall call;
  final Instant askedAt;

  /** The balances whose room it waits for; empty while it does not wait. */
  final Set<BalanceKey> waitsOn = new HashSet<>();

  /** What the step that is running has decided; it counts once that step is committed. */
  @Nullable Verdict verdict;

  /** Completes when the opening row is on disk. */
  private final CompletableFuture<Void> durable = new CompletableFuture<>();

  private final CompletableFuture<Admission> admission = new CompletableFuture<>();
  private volatile boolean left;

  private final Consumer<Attempt> whenLeft;
  private @Nullable Patience patience;

  Attempt(AskedCall call, Instant askedAt, Consumer<Attempt> whenLeft) {
    this.call = call;
    this.askedAt = askedAt;
    this.whenLeft = whenLeft;
  }

  void waitsAtMost(Duration time, Runnable over) {
    patience = Patience.of(time, over);
  }

  /** Completes on the writing thread, when the opening row is committed or the call is refused. */
  public CompletableFuture<Admission> admission() {
    return admission;
  }

  /** The step that wrote its row. */
  void isIn(Written written) {
    var _ =
        written
            .durable()
            .whenComplete((_, why) -> {
              if (why == null) {
                durable.complete(null);
              } else {
                durable.completeExceptionally(why);
              }
            });
  }

  /** The caller has gone: a place in line is given up. An admission may already be on its way. */
  public void leave() {
    left = true;
    if (admission.completeExceptionally(new CancellationException("the caller has gone"))) {
      whenLeft.accept(this);
    }
  }

  boolean hasLeft() {
    return left;
  }

  boolean isWaiting() {
    return !waitsOn.isEmpty();
  }

  /**
   * Tells what was decided, now that it is committed; returns the admitted call when nobody is
   * there to take it any more.
   */
  Optional<LiveCall> conclude() {
    if (patience != null && !(verdict instanceof Verdict.Waits)) {
      patience.end();
    }
    switch (verdict) {
      case Verdict.Fits(var row, var need, var softly, var standings) -> {
        var live = new LiveCall(row, need, softly, durable);
        boolean taken = admission.complete(new Admission.Admitted(live, standings));
        return taken ? Optional.empty() : Optional.of(live);
      }
      case Verdict.Refused(var why) -> admission.complete(new Admission.Refused(why));
      case Verdict.Waits _ -> {}
      case null -> {}
    }
    return Optional.empty();
  }

  void fail(Throwable why) {
    admission.completeExceptionally(why);
  }
}
