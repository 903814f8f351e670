package dev.bridle.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What makes committed transactions safe from a power cut. */
@FunctionalInterface
interface Sync {
  /** Where a commit is on disk by itself. */
  Sync NONE = committed -> committed.forEach(one -> one.complete(null));

  /** Completes these when all that was committed until now is on disk. */
  void after(List<CompletableFuture<Void>> committed);
}
