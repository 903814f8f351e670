package dev.bridle.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes, with two lanes: hot steps go first, many in one transaction; other
 * transactions follow one by one. SQLite can have only one writer, and a ledger row must not wait
 * behind a long queue of other work.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("store");
  private static final int BATCH = 256;

  /** A step and how far it has come. */
  record Unit(HotStep step, Written written) {}

  private record Task(Runnable act, CompletableFuture<Void> done) {}

  private final HotConnection hot;
  private final Sync sync;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Unit> units = new ArrayDeque<>();
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private final Thread thread;
  private boolean closing;

  Writer(HotConnection hot, Sync sync) {
    this.hot = hot;
    this.sync = sync;
    this.thread = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  Written write(HotStep step) {
    var unit = new Unit(step, Written.pending());
    enqueue(() -> units.add(unit), unit.written::fail);
    return unit.written;
  }

  /** Runs a transaction of its own on the writing thread and waits for it. */
  void run(Runnable act) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a transaction must not open another one");
    }
    var task = new Task(act, new CompletableFuture<>());
    enqueue(() -> tasks.add(task), task.done::completeExceptionally);
    try {
      task.done.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(java.util.concurrent.CompletionException wrapped) {
    return wrapped.getCause() instanceof RuntimeException known ? known : wrapped;
  }

  private void enqueue(Runnable add, java.util.function.Consumer<Throwable> refuse) {
    lock.lock();
    try {
      if (closing) {
        refuse.accept(new IllegalStateException("the database is closed"));
        return;
      }
      add.run();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      var batch = new ArrayList<Unit>();
      Task task;
      lock.lock();
      try {
        while (units.isEmpty() && tasks.isEmpty() && !closing) {
          work.awaitUninterruptibly();
        }
        while (batch.size() < BATCH && !units.isEmpty()) {
          batch.add(units.poll());
        }
        task = tasks.poll();
      } finally {
        lock.unlock();
      }
      if (batch.isEmpty() && task == null) {
        return;
      }
      writeBatch(batch);
      if (task != null) {
        runTask(task);
      }
    }
  }

  private void writeBatch(List<Unit> batch) {
    if (batch.isEmpty()) {
      return;
    }
    // Nobody ends this thread by an interruption, and one that lingers would close the log anew.
    Thread.interrupted();
    try {
      hot.commit(batch);
      batch.forEach(unit -> unit.written.committed().complete(null));
      sync.after(batch.stream().map(unit -> unit.written.durable()).toList());
    } catch (Throwable e) { // whatever it is, the one thread that writes must go on
      LOG.warn("a batch of {} writes failed: {}", batch.size(), String.valueOf(e.getMessage()));
      oneByOne(batch, e);
    }
  }

  /** One bad row must not take the others of its batch with it. */
  private void oneByOne(List<Unit> batch, Throwable first) {
    if (batch.size() == 1) {
      batch.getFirst().written.fail(first);
      return;
    }
    batch.forEach(unit -> writeBatch(List.of(unit)));
  }

  private void runTask(Task task) {
    Thread.interrupted();
    try {
      task.act.run();
      sync.after(List.of(task.done));
    } catch (Throwable e) {
      task.done.completeExceptionally(e);
    }
  }

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
