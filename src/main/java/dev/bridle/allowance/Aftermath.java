package dev.bridle.allowance;

import dev.bridle.store.HotParticipant;
import dev.bridle.store.HotSql;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows the transaction that is running: what its steps changed in memory is taken back when
 * it comes to nothing, and what they promised is done when it is committed. Lives on the writing
 * thread only.
 */
final class Aftermath implements HotParticipant {
  private static final Logger LOG = LoggerFactory.getLogger("allowance");

  private final Deque<Runnable> undoNewestFirst = new ArrayDeque<>();
  private final List<Runnable> promised = new ArrayList<>();

  void onUndo(Runnable undo) {
    undoNewestFirst.push(undo);
  }

  void onCommit(Runnable task) {
    promised.add(task);
  }

  @Override
  public void beforeCommit(HotSql sql) {
    // Nothing of it is stored.
  }

  @Override
  public void committed() {
    undoNewestFirst.clear();
    var tasks = List.copyOf(promised);
    promised.clear();
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("what follows a commit failed", e);
      }
    }
  }

  @Override
  public void undone() {
    promised.clear();
    while (!undoNewestFirst.isEmpty()) {
      undoNewestFirst.pop().run();
    }
  }
}
