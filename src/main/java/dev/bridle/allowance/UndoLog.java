package dev.bridle.allowance;

import dev.bridle.store.HotParticipant;
import dev.bridle.store.HotSql;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How to take back what the steps of a transaction changed in memory, should it not be committed.
 * Lives on the writing thread only.
 */
final class UndoLog implements HotParticipant {
  private final Deque<Runnable> newestFirst = new ArrayDeque<>();

  void add(Runnable undo) {
    newestFirst.push(undo);
  }

  @Override
  public void beforeCommit(HotSql sql) {
    // Nothing of it is stored.
  }

  @Override
  public void committed() {
    newestFirst.clear();
  }

  @Override
  public void undone() {
    while (!newestFirst.isEmpty()) {
      newestFirst.pop().run();
    }
  }
}
