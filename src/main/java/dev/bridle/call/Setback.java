package dev.bridle.call;

import dev.bridle.http.Answer;
import dev.bridle.http.ByteFilter;
import dev.bridle.http.ByteWatcher;
import dev.bridle.http.Exchange;
import dev.bridle.http.Headers;
import dev.bridle.http.SendFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What came of an attempt that another one may follow, which is already settled. It is given to the
 * client only if none follows: until then an answer is held back by not reading it.
 *
 * @param pause how long to wait before the other one
 * @param give gives it to the client, or ends with a {@link Refused}
 * @param drop forgets it
 */
record Setback(Duration pause, Supplier<CompletableFuture<Void>> give, Runnable drop) {
  /**
   * @param headers under which the answer would go to the client
   */
  static Setback of(Duration pause, Exchange exchange, Answer answer, Headers headers) {
    return new Setback(
        pause,
        () -> {
          Answers.requireUsable(answer);
          return exchange
              .relay(answer, headers, ByteWatcher.NONE, ByteFilter.ALL, () -> false)
              .end()
              .thenAccept(end -> Answers.requireBegun(end, null));
        },
        answer::discard);
  }

  static Setback of(Duration pause, SendFailure failure) {
    return new Setback(
        pause,
        () -> {
          throw new Refused(Answers.refusal(failure));
        },
        () -> {});
  }
}
