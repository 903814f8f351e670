package dev.bridle.runner;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** One or more agents in this process. Closing it ends their jobs. */
public final class Runner implements AutoCloseable {
  private final List<Worker> workers;
  private final List<Thread> threads;

  private Runner(List<Worker> workers) {
    this.workers = workers;
    this.threads =
        workers.stream().map(w -> Thread.ofVirtual().name("runner").start(w::run)).toList();
  }

  public static Runner start(RunnerSettings settings, InstantSource clock) {
    return start(settings, Pauses.REAL, clock);
  }

  static Runner start(RunnerSettings settings, Pauses pauses, InstantSource clock) {
    return new Runner(
        IntStream.rangeClosed(1, settings.spawn())
            .mapToObj(i -> new Worker(settings, name(settings, i), pauses, clock))
            .toList());
  }

  private static String name(RunnerSettings settings, int number) {
    return settings.name().isEmpty() || settings.spawn() == 1
        ? settings.name()
        : settings.name() + "-" + number;
  }

  /** Waits until all agents have left, because the server wants so or can't be reached. */
  public void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Lets running jobs end for a while, then ends them, and says goodbye to the server. */
  public void close(Duration patience) {
    workers.forEach(Worker::stop);
    for (int i = 0; i < workers.size(); i++) {
      if (!workers.get(i).isRegistered()) {
        threads.get(i).interrupt();
      }
    }
    try {
      long until = System.nanoTime() + patience.toNanos();
      for (Thread thread : threads) {
        var _ = thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
      workers.forEach(Worker::endJob);
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofSeconds(20))) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
