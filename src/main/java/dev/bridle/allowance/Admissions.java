package dev.bridle.allowance;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.Correction;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Held;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.Outcome;
import dev.bridle.price.Money;
import dev.bridle.store.Database;
import dev.bridle.store.HotSql;
import dev.bridle.store.HotStep;
import dev.bridle.store.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits calls and settles them: what a call may use is held, and its row opened, in one
 * transaction; what it used is booked, and its row settled, in another. All is decided on the
 * writing thread, one after the other, so that no two calls can have the same room.
 */
public final class Admissions {
  private static final Logger LOG = LoggerFactory.getLogger("allowance");
  private static final long RETRY_SECONDS = 2;
  private static final long MINUTE_MS = 60_000;

  private final Database database;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Duration patience;
  private final Aftermath aftermath = new Aftermath();
  private final Balances balances = new Balances();
  private final Calibration calibration = new Calibration();
  private final Reserving reserving;
  private final Holding holding;
  private final Booking booking;
  private final Correcting correcting;
  private final LostCalls lost;
  private final Map<String, Queues> queues = new ConcurrentHashMap<>();

  /**
   * @param patience how long a call waits for others to let go of what it needs
   */
  public Admissions(Database database, Ledger ledger, InstantSource clock, Duration patience) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
    this.patience = patience;
    this.reserving = new Reserving(balances, ledger, calibration);
    this.holding = new Holding(balances, reserving, ledger, aftermath);
    this.booking = new Booking(balances, holding, ledger, calibration, clock);
    this.correcting = new Correcting(balances, reserving, ledger, clock);
    this.lost = new LostCalls(database, ledger, reserving, balances, clock);
    database.joinHot(balances);
    database.joinHot(aftermath);
  }

  /** Settles what a killed server left open; to be called before the first call is taken. */
  public int recover() {
    return Recovery.run(database, ledger);
  }

  /** Settles what no call belongs to; to be called now and then. */
  public void sweep() {
    lost.sweep();
  }

  /** Asks for a call to be admitted: decided soon, or within the patience. */
  public Attempt admit(AskedCall call) {
    var attempt = new Attempt(call, clock.instant(), this::leave);
    var queued = new CompletableFuture<Written>();
    Written written =
        database.writeHot(sql -> {
          decide(sql, attempt);
          // Who waits is concluded by the pass that serves it, which may be in the same
          // transaction.
          if (!attempt.isWaiting()) {
            aftermath.onCommit(() -> conclude(attempt, queued));
          }
        });
    queued.complete(written);
    var _ =
        written
            .committed()
            .exceptionally(why -> {
              attempt.fail(why);
              leave(attempt);
              return null;
            });
    return attempt;
  }

  /** On the writing thread, after the commit of the step that decided. */
  private void conclude(Attempt attempt, CompletableFuture<Written> step) {
    if (attempt.verdict instanceof Verdict.Fits fits) {
      lost.opened(fits.row().id());
      var _ = step.thenAccept(attempt::isIn);
    }
    // Who has given up meanwhile gets nothing, and holds nothing.
    attempt
        .conclude()
        .ifPresent(live -> {
          var _ = settle(live, Ending.without(Outcome.NOT_SENT, null));
        });
  }

  /** A place in line is given up, and whoever stands behind it moves on. */
  private void leave(Attempt attempt) {
    var waiting = queues(attempt.call.job());
    var _ =
        database.writeHot(_ -> {
          if (attempt.isWaiting()) {
            waiting.line.remove(attempt);
            aftermath.onCommit(() -> serveSoon(waiting));
          }
        });
  }

  private Queues queues(JobIdentity job) {
    return queues(job.organizationId());
  }

  private Queues queues(String organizationId) {
    return queues.computeIfAbsent(organizationId, _ -> new Queues(aftermath));
  }

  private void decide(HotSql sql, Attempt attempt) {
    var waiting = queues(attempt.call.job());
    var verdict =
        reserving.attempt(sql, attempt.call, attempt.askedAt, awaited(sql, waiting, attempt));
    if (verdict instanceof Verdict.Waits waits) {
      verdict = wait(waiting, attempt, waits);
    }
    attempt.verdict = verdict;
  }

  private Verdict wait(Queues waiting, Attempt attempt, Verdict.Waits waits) {
    if (!waiting.line.hasRoomFor(attempt)) {
      return waits.tooLong();
    }
    waiting.line.add(attempt, waits.on());
    passAtNextMinute(waiting);
    attempt.waitsAtMost(patience, () -> expire(waiting, attempt, waits));
    return waits;
  }

  /** Windows end with a minute, and what was held in the old one is not in the way any more. */
  private void passAtNextMinute(Queues waiting) {
    long nowMs = clock.millis();
    long nextMs = nowMs - Math.floorMod(nowMs, MINUTE_MS) + MINUTE_MS;
    if (nextMs - nowMs < patience.toMillis() && waiting.passesAtMs != nextMs) {
      waiting.passesAtMs = nextMs;
      var _ = Patience.of(Duration.ofMillis(nextMs - nowMs), () -> pass(waiting));
    }
  }

  private Set<BalanceKey> awaited(HotSql sql, Queues waiting, Attempt attempt) {
    if (waiting.isEmpty()) {
      return Set.of();
    }
    var call = attempt.call;
    long nowMs = attempt.askedAt.toEpochMilli();
    return waiting.awaited(
        reserving.charged(sql, call.job(), call.provider(), call.model(), call.modelId(), nowMs));
  }

  /** One more look at all: a window may have begun meanwhile. Who was served is left alone. */
  private void expire(Queues waiting, Attempt attempt, Verdict.Waits waits) {
    pass(waiting);
    var _ =
        surely(_ -> {
          if (attempt.isWaiting()) {
            waiting.line.remove(attempt);
            attempt.verdict = waits.tooLong();
            aftermath.onCommit(() -> {
              attempt.conclude();
              serveSoon(waiting);
            });
          }
        });
  }

  /** The input is known now: what was held for more of it is let go. */
  public void shrink(LiveCall call, Money input) {
    if (call.shrunk(input) == null) {
      return; // Most calls: the writing thread is not asked in vain.
    }
    var _ =
        database.writeHot(sql -> {
          Held less = call.shrunk(input);
          if (less != null) {
            holding.hold(sql, call, less);
            aftermath.onCommit(() -> serveSoon(call.row().job()));
          }
        });
  }

  /**
   * A stream on a soft allowance asks for more; completes with whether it may go on. What it asks
   * goes before new calls, and the oldest stream first.
   */
  public CompletableFuture<Boolean> topUp(LiveCall call, Money more) {
    var topUp = new TopUp(call, more);
    var _ =
        database
            .writeHot(sql -> {
              if (holding.topUp(sql, topUp) == TopUp.Look.WAITS) {
                queues(call.row().job()).topUps.add(topUp);
                topUp.waitsAtMost(patience, () -> expire(topUp));
              }
              aftermath.onCommit(topUp::conclude);
            })
            .committed()
            .exceptionally(_ -> topUp.fail());
    return topUp.answer();
  }

  private void expire(TopUp topUp) {
    var waiting = queues(topUp.call().row().job());
    pass(waiting);
    var _ =
        surely(_ -> {
          if (waiting.topUps.remove(topUp)) {
            aftermath.onCommit(() -> {
              topUp.fail();
              serveSoon(waiting);
            });
          }
        });
  }

  /**
   * Books what a call used and lets go of what it held. A write that fails is repeated until it
   * succeeds; completes when it is committed.
   */
  public CompletableFuture<Void> settle(LiveCall call, Ending ending) {
    return surely(sql -> {
      queues(call.row().job()).topUps.removeOf(call);
      // What it holds is known here only: a change of it may have been on its way.
      booking.book(sql, call, ending, ledger.settlement(call.row(), call.held(), ending));
      aftermath.onCommit(() -> {
        lost.settled(call.row().id());
        serveSoon(call.row().job());
      });
    });
  }

  /**
   * Corrects what past calls cost, in one transaction, and returns when it is on disk.
   *
   * @param also what is written with them, unless all were written before
   */
  void correct(String organizationId, List<Correction> corrections, HotStep also) {
    database
        .writeHot(sql -> {
          if (correcting.book(sql, organizationId, corrections) > 0) {
            also.run(sql);
          }
          aftermath.onCommit(() -> serveSoon(queues(organizationId)));
        })
        .durable()
        .join();
  }

  /** On the writing thread, after a commit: something was let go, and others may wait for it. */
  private void serveSoon(JobIdentity job) {
    serveSoon(queues(job));
  }

  private void serveSoon(Queues waiting) {
    if (!waiting.isEmpty() && !waiting.servingSoon) {
      pass(waiting);
    }
  }

  /** Lets everyone who waits be looked at once more. */
  private void pass(Queues waiting) {
    waiting.servingSoon = true;
    var serving = new Serving(waiting, reserving, holding, clock);
    var queued = new CompletableFuture<Written>();
    Written written =
        database.writeHot(sql -> {
          waiting.servingSoon = false;
          serving.run(sql);
          aftermath.onCommit(() -> served(waiting, serving, queued));
        });
    queued.complete(written);
    var _ =
        written
            .committed()
            .exceptionally(_ -> {
              // Whoever waits comes to the end of its patience, which passes again.
              waiting.servingSoon = false;
              return null;
            });
  }

  private void served(Queues waiting, Serving serving, CompletableFuture<Written> step) {
    serving.answered().forEach(TopUp::conclude);
    for (Attempt attempt : serving.decided()) {
      waiting.line.served(attempt.call.job().pipelineId());
      conclude(attempt, step);
    }
  }

  /** Where every allowance stands that is for this job, whatever it may call. */
  public CompletableFuture<List<Limit>> limits(JobIdentity job) {
    return limits(List.of(job)).thenApply(List::getFirst);
  }

  /** The same for each of several jobs, in their order, at one moment. */
  CompletableFuture<List<List<Limit>>> limits(List<JobIdentity> jobs) {
    var limits = new ArrayList<List<Limit>>();
    return database
        .writeHot(sql -> {
          limits.clear();
          for (JobIdentity job : jobs) {
            limits.add(limits(sql, job));
          }
        })
        .committed()
        .thenApply(_ -> List.copyOf(limits));
  }

  private List<Limit> limits(HotSql sql, JobIdentity job) {
    var limits = new ArrayList<Limit>();
    for (Allowance allowance : reserving.of(sql, job.organizationId())) {
      if (allowance.isFor(job)) {
        var balance = balances.of(sql, allowance, job, clock.millis());
        limits.add(new Limit(Standing.of(balance), queues(job).waitingFor(balance.key)));
      }
    }
    return limits;
  }

  /** On the writing thread: a balance as it is stored, with all that is about to be. */
  @Nullable Balance stored(HotSql sql, Allowance allowance, BalanceKey key) {
    balances.flush(sql);
    return balances.stored(sql, allowance, key);
  }

  /** On the writing thread: forgets a balance, so that it is derived anew. */
  void drop(HotSql sql, BalanceKey key) {
    balances.drop(sql, key);
  }

  /** An allowance was made, or its amount changed; in force for the next call on return. */
  void changed(String organizationId, String allowanceId) {
    inForce(organizationId, sql -> balances.refresh(sql, allowanceId));
  }

  /** An allowance is in another mode now, in which other things count. */
  void recounted(Allowance before, Allowance after) {
    inForce(before.organizationId(), sql -> balances.recount(sql, before, after));
  }

  void deleted(String organizationId, String allowanceId) {
    inForce(organizationId, sql -> balances.forget(sql, allowanceId));
  }

  private void inForce(String organizationId, HotStep change) {
    surely(
            sql -> {
              reserving.forget(organizationId);
              change.run(sql);
              aftermath.onCommit(() -> serveSoon(queues(organizationId)));
            })
        .join();
  }

  /** A step that must not be lost: one that fails is repeated until it succeeds. */
  private CompletableFuture<Void> surely(HotStep step) {
    return database
        .writeHot(step)
        .committed()
        .exceptionallyCompose(why -> {
          if (why instanceof IllegalStateException) {
            return CompletableFuture.failedFuture(why); // The database is closed.
          }
          LOG.error("a step can't be written and will be tried again: {}", why.getMessage());
          return CompletableFuture.supplyAsync(
                  () -> step, CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS))
              .thenCompose(this::surely);
        });
  }
}
