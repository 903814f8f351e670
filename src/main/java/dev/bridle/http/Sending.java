package dev.bridle.http;

import java.util.concurrent.CompletableFuture;

/** A request on its way: its answer when the head has come, or a {@link SendFailure}. */
public interface Sending {
  CompletableFuture<Answer> answer();

  /** Gives up: nothing more is sent, and an answer that comes nevertheless is dropped. */
  void cancel();

  /** A sending whose answer is there at once. */
  static Sending answered(Answer answer) {
    return new Sending() {
      @Override
      public CompletableFuture<Answer> answer() {
        return CompletableFuture.completedFuture(answer);
      }

      @Override
      public void cancel() {
        answer.cancel();
      }
    };
  }
}
