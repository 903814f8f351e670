package dev.bridle.capture;

import dev.bridle.auth.JobIdentity;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that are captured, from their start until they are written. Capture costs a call nothing
 * when it is off, and never delays or fails one: when too much is in memory or the disk fails, a
 * call is not captured, and the log says so.
 */
public final class Captures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("capture");
  private static final long MOST_BYTES = 128L << 20;
  private static final int WRITERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CaptureOrders orders;
  private final CapturedCalls calls;
  private final Room room;
  private final LongAdder dropped = new LongAdder();
  private final ExecutorService writers =
      Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().name("capture-", 0).factory());

  public Captures(CaptureOrders orders, CapturedCalls calls) {
    this(orders, calls, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8));
  }

  /**
   * @param mostBytes held in memory by calls that run or wait to be written, all together
   */
  Captures(CaptureOrders orders, CapturedCalls calls, long mostBytes) {
    this.orders = orders;
    this.calls = calls;
    this.room = new Room(mostBytes);
  }

  /** What captures a call that is about to be sent; null when it is not to be captured. */
  public @Nullable Capturing begin(JobIdentity job, String callId, byte[] request) {
    var order = orders.covering(job);
    return order == null ? null : new Capturing(this, order, job, callId, request);
  }

  Room room() {
    return room;
  }

  void dropped() {
    dropped.increment();
  }

  void write(Capturing call, Content content, long bytes) {
    try {
      writers.execute(() -> writeNow(call, content, bytes));
    } catch (RejectedExecutionException e) {
      // The server is being stopped.
      room.give(bytes);
      dropped();
    }
  }

  /** Whatever fails is said without what was to be written. */
  private void writeNow(Capturing call, Content content, long bytes) {
    try {
      calls.keep(call, content);
    } catch (RuntimeException e) {
      LOG.warn("call {} can't be captured: {}", call.callId(), e.toString());
    } finally {
      room.give(bytes);
    }
  }

  /** Tells of calls that were not captured; to be called now and then. */
  public void tellDropped() {
    long count = dropped.sumThenReset();
    if (count > 0) {
      LOG.warn("{} calls were not captured: too much waits to be written", count);
    }
  }

  @Override
  public void close() {
    writers.shutdown();
    try {
      if (!writers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} calls were not captured: the server stops", writers.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tellDropped();
  }
}
