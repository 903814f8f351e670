package dev.bridle.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls at fixed moments, whatever becomes of those before: who has to wait because the server was
 * slow to others is counted from the moment for which the call was planned.
 *
 * @param total calls in all
 * @param over in which time they begin, evenly
 * @param connections at most; more calls wait their turn, and their wait counts
 */
public record OpenLoop(int total, Duration over, int connections) implements Load {
  private static final int READY = 32;

  public static OpenLoop perSecond(int calls, Duration over) {
    return new OpenLoop((int) (calls * over.toMillis() / 1000), over, 1000);
  }

  /** So many streams that begin within a time and then run beside each other. */
  public static OpenLoop streams(int count, Duration begin) {
    return new OpenLoop(count, begin, count);
  }

  @Override
  public Duration duration() {
    return over;
  }

  @Override
  public void start(Lanes lanes, Tally tally, Runnable done) {
    lanes.prepare(READY);
    long startNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    tally.keepDelaysFrom(startNanos + over.toNanos());
    new Running(this, lanes, tally, done, startNanos).tick();
  }

  private static final class Running {
    private final OpenLoop plan;
    private final Lanes lanes;
    private final Tally tally;
    private final Runnable done;
    private final long startNanos;
    private int begun;
    private int ended;

    Running(OpenLoop plan, Lanes lanes, Tally tally, Runnable done, long startNanos) {
      this.plan = plan;
      this.lanes = lanes;
      this.tally = tally;
      this.done = done;
      this.startNanos = startNanos;
    }

    private long plannedNanos(int call) {
      return startNanos + plan.over.toNanos() * call / plan.total;
    }

    void tick() {
      while (begun < plan.total && plannedNanos(begun) <= System.nanoTime()) {
        lanes.call(new Exchange(plannedNanos(begun), tally, this::over));
        begun++;
      }
      if (begun < plan.total) {
        long wait = plannedNanos(begun) - System.nanoTime();
        var _ = lanes.loop().schedule(this::tick, wait, TimeUnit.NANOSECONDS);
      }
    }

    private void over() {
      ended++;
      if (ended == plan.total) {
        done.run();
      }
    }
  }
}
