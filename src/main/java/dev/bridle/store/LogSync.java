package dev.bridle.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the write-ahead log to disk on a thread of its own, so that the next transaction needn't
 * wait for the disk. One time at the disk serves all that was committed before it.
 */
final class LogSync implements Sync, AutoCloseable {
  private final Path log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread thread;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean closing;
  private @Nullable FileChannel channel;

  LogSync(Path log) {
    this.log = log;
    this.thread = Thread.ofPlatform().name("store-sync").start(this::run);
  }

  @Override
  public void after(List<CompletableFuture<Void>> committed) {
    lock.lock();
    try {
      waiting.addAll(committed);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (var next = next(); !next.isEmpty(); next = next()) {
      sync(next);
    }
    closeLog();
  }

  /** Empty when there will be no more. */
  private List<CompletableFuture<Void>> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        work.awaitUninterruptibly();
      }
      var next = waiting;
      waiting = new ArrayList<>();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void sync(List<CompletableFuture<Void>> committed) {
    // Nobody ends this thread by an interruption, and one that lingers would close the log anew.
    Thread.interrupted();
    try {
      force();
    } catch (Throwable e) { // whatever it is, the one thread that syncs must go on
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
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
