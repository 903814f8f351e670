package dev.bridle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the write-ahead log to disk on a thread of its own, so that the next transaction needn't
 * wait for the disk. One time at the disk serves all that was committed before it.
 */
final class LogSync implements Sync, AutoCloseable {
  private final Path log;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("store-sync").factory());
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable FileChannel channel;

  LogSync(Path log) {
    this.log = log;
  }

  @Override
  public synchronized void after(List<CompletableFuture<Void>> committed) {
    if (waiting.isEmpty()) {
      thread.execute(this::sync);
    }
    waiting.addAll(committed);
  }

  private synchronized List<CompletableFuture<Void>> taken() {
    var taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void sync() {
    var committed = taken();
    // Nobody ends this thread by an interruption, and one that lingers would close the log anew.
    Thread.interrupted();
    try {
      force();
    } catch (Throwable e) { // whatever it is, nobody may wait for ever
      closeLog();
      var why = new DataAccessException("can't bring the log to disk: " + e.getMessage(), e);
      committed.forEach(one -> one.completeExceptionally(why));
      return;
    }
    committed.forEach(one -> one.complete(null));
  }

  private void force() throws IOException {
    if (channel == null) {
      if (!Files.exists(log)) {
        return; // All of it is in the file itself.
      }
      channel = FileChannel.open(log, StandardOpenOption.WRITE);
    }
    channel.force(false);
  }

  private void closeLog() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written through it; the next one is opened anew.
    }
    channel = null;
  }

  /** To be called when nothing is committed any more. */
  @Override
  public void close() {
    thread.close();
    closeLog();
  }
}
