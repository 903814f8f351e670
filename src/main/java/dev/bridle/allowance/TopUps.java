package dev.bridle.allowance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The streams of one organization that wait to hold more. Lives on the writing thread only. */
final class TopUps {
  private final Aftermath aftermath;
  private final List<TopUp> waiting = new ArrayList<>();

  TopUps(Aftermath aftermath) {
    this.aftermath = aftermath;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(TopUp topUp) {
    put(topUp);
    aftermath.onUndo(() -> waiting.remove(topUp));
  }

  private void put(TopUp topUp) {
    waiting.add(topUp);
    waiting.sort(Comparator.comparing(waits -> waits.call().row().openedAt()));
  }

  /** False when it does not wait any more. */
  boolean remove(TopUp topUp) {
    boolean waited = waiting.remove(topUp);
    if (waited) {
      aftermath.onUndo(() -> put(topUp));
    }
    return waited;
  }

  void removeOf(LiveCall call) {
    oldestFirst().stream().filter(topUp -> topUp.call() == call).forEach(this::remove);
  }

  boolean isAwaited(BalanceKey key) {
    return waitingFor(key) > 0;
  }

  int waitingFor(BalanceKey key) {
    return (int) waiting.stream().filter(topUp -> topUp.waitsOn().contains(key)).count();
  }

  List<TopUp> oldestFirst() {
    return List.copyOf(waiting);
  }
}
