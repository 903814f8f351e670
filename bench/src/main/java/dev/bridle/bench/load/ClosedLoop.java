package dev.bridle.bench.load;

import java.time.Duration;

/**
 * So many clients that ask again as soon as they are answered: for how much can be done at most.
 * Its latencies say nothing, since nobody asks while the server is busy.
 */
public record ClosedLoop(int connections, Duration duration, long mostCalls) implements Load {
  /** As many calls as there is time for. */
  public ClosedLoop(int connections, Duration duration) {
    this(connections, duration, Long.MAX_VALUE);
  }

  @Override
  public void start(Lanes lanes, Tally tally, Runnable over) {
    var running =
        new Running(lanes, tally, over, System.nanoTime() + duration.toNanos(), mostCalls);
    for (int i = 0; i < connections; i++) {
      running.next();
    }
  }

  private static final class Running {
    private final Lanes lanes;
    private final Tally tally;
    private final Runnable over;
    private final long endNanos;
    private long callsLeft;
    private int underWay;

    Running(Lanes lanes, Tally tally, Runnable over, long endNanos, long mostCalls) {
      this.lanes = lanes;
      this.tally = tally;
      this.over = over;
      this.endNanos = endNanos;
      this.callsLeft = mostCalls;
    }

    void next() {
      underWay++;
      callsLeft--;
      lanes.call(new Exchange(System.nanoTime(), tally, this::over));
    }

    private void over() {
      underWay--;
      // Where everything fails, asking again at once would never end.
      if (callsLeft > 0 && System.nanoTime() < endNanos && tally.wrong().isEmpty()) {
        next();
      } else if (underWay == 0) {
        over.run();
      }
    }
  }
}
