package dev.bridle.allowance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who waits in one organization. Lives on the writing thread only. */
final class Queues {
  final TopUps topUps;
  final WaitingLine line;

  /** Whether a pass is queued; told off it from other threads too, when it could not be run. */
  volatile boolean servingSoon;

  /** The end of windows at which a pass is due. */
  long passesAtMs;

  Queues(Aftermath aftermath) {
    topUps = new TopUps(aftermath);
    line = new WaitingLine(aftermath);
  }

  boolean isEmpty() {
    return line.isEmpty() && topUps.isEmpty();
  }

  int waitingFor(BalanceKey key) {
    return line.waitingFor(key) + topUps.waitingFor(key);
  }

  /** Of the balances that a call needs, those whose room others wait for already. */
  Set<BalanceKey> awaited(List<Balance> needed) {
    var awaited = new HashSet<BalanceKey>();
    for (Balance balance : needed) {
      if (line.isAwaited(balance.key) || topUps.isAwaited(balance.key)) {
        awaited.add(balance.key);
      }
    }
    return awaited;
  }
}
