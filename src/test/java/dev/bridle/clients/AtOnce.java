package dev.bridle.clients;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;

/** Does the same with many at once, since they mostly wait, and tells of all that went wrong. */
final class AtOnce {
  private AtOnce() {}

  /** What is done with one of them. */
  @FunctionalInterface
  interface Work<T> {
    void doWith(T one) throws Exception;
  }

  static <T> void each(Collection<T> all, Work<T> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = all.stream().map(one -> threads.submit(() -> done(one, work))).toList();
      assertAll(running.stream().map(AtOnce::join));
    }
  }

  private static <T> T done(T one, Work<T> work) {
    try {
      work.doWith(one);
      return one;
    } catch (Exception | AssertionError e) {
      throw new AssertionError(one + ": " + e.getMessage(), e);
    }
  }

  private static Executable join(Future<?> running) {
    return () -> {
      try {
        running.get();
      } catch (ExecutionException e) {
        throw e.getCause();
      }
    };
  }
}
