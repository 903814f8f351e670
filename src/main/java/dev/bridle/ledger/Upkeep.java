package dev.bridle.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread beside the calls that lets the roll-ups follow them, and deletes what is too old. */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("ledger");
  private static final long PAUSE_MS = 1_000;

  private final Rollups rollups;
  private final Retention retention;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  public Upkeep(Rollups rollups, Retention retention) {
    this.rollups = rollups;
    this.retention = retention;
    this.thread = Thread.ofPlatform().daemon().name("ledger-upkeep").start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        work();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever fails is tried again after a pause: nothing is lost meanwhile but time. */
  private void work() {
    try {
      rollups.catchUp();
      retention.sweep();
    } catch (RuntimeException e) {
      LOG.warn("the roll-ups can't follow the ledger and will try again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
