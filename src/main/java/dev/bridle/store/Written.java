package dev.bridle.store;

import java.util.concurrent.CompletableFuture;

/**
 * How far a write has come: {@code committed} survives a killed process, {@code durable} is on disk
 * and survives a power cut as well.
 */
public record Written(CompletableFuture<Void> committed, CompletableFuture<Void> durable) {
  static Written pending() {
    return new Written(new CompletableFuture<>(), new CompletableFuture<>());
  }

  void fail(Throwable why) {
    committed.completeExceptionally(why);
    durable.completeExceptionally(why);
  }
}
