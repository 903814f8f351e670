package dev.bridle.build;

import dev.bridle.auth.Pass;
import dev.bridle.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One reader's view of a build that goes on. It keeps no events: whoever reads slowly gets the
 * states of the moment at which it reads, and what lay in between is never sent.
 */
public final class Following implements AutoCloseable {
  private final Database database;
  private final Pass who;
  private final String buildId;
  private final Set<String> logs;
  private final Consumer<Following> whenClosed;
  private final ChangesSince changes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<String, Long> grown = new LinkedHashMap<>();
  private boolean closed;

  /** The newest revision that was heard of; at first the build has yet to be looked at. */
  private long revision = Long.MAX_VALUE;

  Following(
      Database database,
      Pass who,
      String buildId,
      Set<String> logs,
      long after,
      Consumer<Following> whenClosed) {
    this.database = database;
    this.who = who;
    this.buildId = buildId;
    this.logs = Set.copyOf(logs);
    this.whenClosed = whenClosed;
    this.changes = new ChangesSince(buildId, after);
  }

  Pass who() {
    return who;
  }

  String buildId() {
    return buildId;
  }

  Set<String> logs() {
    return logs;
  }

  void heard(long newest) {
    lock.lock();
    try {
      revision = newest;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void grew(String jobId, long size) {
    lock.lock();
    try {
      grown.merge(jobId, size, Math::max);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next changes, a bounded piece of them. Empty when there were none for so long, and from the
   * moment on at which this was closed.
   */
  public List<BuildChange> next(Duration atMost) throws InterruptedException {
    var piece = new ArrayList<BuildChange>();
    boolean look;
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!closed && !isAnything() && left > 0) {
        left = news.awaitNanos(left);
      }
      if (closed) {
        return List.of();
      }
      grown.forEach((job, size) -> piece.add(new BuildChange.OfLog(job, size)));
      grown.clear();
      look = isAnythingOfBuild();
    } finally {
      lock.unlock();
    }
    if (look) {
      piece.addAll(database.read(changes::nextPiece));
      looked();
    }
    return piece;
  }

  private boolean isAnything() {
    return !grown.isEmpty() || isAnythingOfBuild();
  }

  private boolean isAnythingOfBuild() {
    return changes.underWay() || revision > changes.seen();
  }

  private void looked() {
    lock.lock();
    try {
      if (revision == Long.MAX_VALUE && !changes.underWay()) {
        revision = changes.seen();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether this was closed: by its reader, or because its reader may not read any more. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    whenClosed.accept(this);
  }
}
