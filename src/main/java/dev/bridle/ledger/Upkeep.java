package dev.bridle.ledger;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread beside the calls: roll-ups follow them, what is lost is found, what is old goes. */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("ledger");
  private static final long PAUSE_MS = 1_000;

  private final List<Runnable> tasks;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param tasks each run about once a second, one after the other
   */
  public Upkeep(List<Runnable> tasks) {
    this.tasks = List.copyOf(tasks);
    this.thread = Thread.ofPlatform().daemon().name("ledger-upkeep").start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        tasks.forEach(Upkeep::work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever fails is tried again after a pause: nothing is lost meanwhile but time. */
  private static void work(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("upkeep of the ledger failed and will be tried again: {}", e.getMessage());
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
