package dev.bridle.http;

import java.util.concurrent.CompletableFuture;

/** A request on its way: its answer when the head has come, or a {@link SendFailure}. */
public interface Sending {
  CompletableFuture<Answer> answer();

  /** Gives up: nothing more is sent, and an answer that comes nevertheless is dropped. */
  void cancel();

  /** A sending whose answer is made here. */
  static Sending of(CompletableFuture<Answer> answer) {
    return new Sending() {
      @Override
      public CompletableFuture<Answer> answer() {
        return answer;
      }

      @Override
      public void cancel() {
        var _ = answer.thenAccept(Answer::cancel);
      }
    };
  }
}
