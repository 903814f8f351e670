package dev.bridle.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as a whole, for whoever wants to know it and relays it to nobody. It is given up,
 * here and upstream, when it is too large or takes too long.
 */
final class Gathering implements Answer.Taker {
  private final CompletableFuture<WholeAnswer> whole = new CompletableFuture<>();
  private final Buffer body = Buffer.buffer();
  private final int limit;
  private @Nullable Sending sending;
  private @Nullable Answer answer;

  private Gathering(int limit) {
    this.limit = limit;
  }

  /** Sends on an event loop of its own; the future may be waited for by any other thread. */
  static CompletableFuture<WholeAnswer> start(
      Vertx vertx, Supplier<Sending> send, int limit, Duration patience) {
    var gathering = new Gathering(limit);
    var context = vertx.getOrCreateContext();
    context.runOnContext(_ -> {
      long timer =
          vertx.setTimer(
              Math.max(1, patience.toMillis()),
              _ -> gathering.giveUp(new TimeoutException("no answer in time")));
      var _ = gathering.whole.whenComplete((_, _) -> vertx.cancelTimer(timer));
      gathering.begin(send.get(), task -> context.runOnContext(_ -> task.run()));
    });
    return gathering.whole;
  }

  private void begin(Sending sent, Executor loop) {
    sending = sent;
    var _ =
        sent.answer()
            .whenCompleteAsync(
                (came, why) -> {
                  if (came == null) {
                    whole.completeExceptionally(
                        why == null ? new IllegalStateException("no answer") : why);
                  } else if (whole.isDone()) {
                    came.cancel();
                  } else {
                    answer = came;
                    came.flowTo(this);
                  }
                },
                loop);
  }

  private void giveUp(Throwable why) {
    if (whole.completeExceptionally(why)) {
      if (answer != null) {
        answer.cancel();
      } else if (sending != null) {
        sending.cancel();
      }
    }
  }

  @Override
  public void bytes(Buffer bytes) {
    if (body.length() + bytes.length() > limit) {
      giveUp(new TooLarge(limit));
    } else {
      body.appendBuffer(bytes);
    }
  }

  @Override
  public void ended() {
    var from = answer;
    if (from != null) {
      whole.complete(new WholeAnswer(from.status(), from.headers(), body.getBytes()));
    }
  }

  @Override
  public void failed(Throwable why) {
    whole.completeExceptionally(why);
  }
}
