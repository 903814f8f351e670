package dev.bridle.fleet;

import dev.bridle.build.JobLife;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for what nobody will go on with: offers not accepted, accepted jobs not
 * started, agents gone silent. All it needs is in the database, so it also repairs what a killed
 * server left behind.
 */
public final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("sweep");
  private static final int MISSED_TURNS = 3;

  private final JobLife jobs;
  private final Agents agents;
  private final Rhythm rhythm;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("sweep").factory());
  private final ScheduledFuture<?> turns;
  private Instant listeningSince;
  private Instant lastTurn;

  public Sweep(JobLife jobs, Agents agents, Rhythm rhythm, InstantSource clock) {
    this.jobs = jobs;
    this.agents = agents;
    this.rhythm = rhythm;
    this.clock = clock;
    this.listeningSince = clock.instant();
    this.lastTurn = listeningSince;
    long every = rhythm.sweep().toMillis();
    this.turns = timer.scheduleWithFixedDelay(this::turn, every, every, TimeUnit.MILLISECONDS);
  }

  private void turn() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.error("a sweep failed; the next one tries again", e);
    }
  }

  /** Looks once. */
  synchronized void run() {
    var now = clock.instant();
    var awake = rhythm.sweep().multipliedBy(MISSED_TURNS).plusSeconds(1);
    if (lastTurn.plus(awake).isBefore(now)) {
      listeningSince = now; // The whole machine slept.
    }
    lastTurn = now;
    heardSince(now, rhythm.lostAfter(), agents::loseThoseSilentSince);
    heardSince(now, rhythm.offer(), jobs::takeBackOfferedBefore);
    heardSince(now, rhythm.acceptance(), jobs::takeBackAcceptedBefore);
  }

  private interface Since {
    void run(Instant since);
  }

  /** Time in which nobody could have reached us is not held against anyone. */
  private void heardSince(Instant now, Duration patience, Since task) {
    if (!listeningSince.plus(patience).isAfter(now)) {
      task.run(now.minus(patience));
    }
  }

  @Override
  public void close() {
    turns.cancel(false);
    timer.close();
  }
}
