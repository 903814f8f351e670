package dev.bridle.bench;

import dev.bridle.bench.target.ProcessTree;

/** Watches how much memory a target has at most while something is done with it. */
final class Memory implements AutoCloseable {
  private static final long PAUSE_MS = 250;

  private final ProcessTree processes;
  private final Thread watch;
  private volatile double peakMb;

  Memory(ProcessTree processes) {
    this.processes = processes;
    this.watch = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    try {
      while (true) {
        peakMb = Math.max(peakMb, processes.residentMb());
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      // That is how it ends.
    }
  }

  double peakMb() {
    return peakMb;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
