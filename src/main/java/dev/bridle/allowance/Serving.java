package dev.bridle.allowance;

import dev.bridle.store.HotSql;
import dev.bridle.store.HotStep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One pass through all who wait in an organization, after something was let go: top-ups first, then
 * calls in their turn. Who is still in the way keeps those behind from taking the same room.
 */
final class Serving implements HotStep {
  private final Queues waiting;
  private final Reserving reserving;
  private final Holding holding;
  private final InstantSource clock;
  private final List<Attempt> decided = new ArrayList<>();
  private final List<TopUp> answered = new ArrayList<>();
  private final Set<BalanceKey> blocked = new HashSet<>();

  Serving(Queues waiting, Reserving reserving, Holding holding, InstantSource clock) {
    this.waiting = waiting;
    this.reserving = reserving;
    this.holding = holding;
    this.clock = clock;
  }

  List<Attempt> decided() {
    return decided;
  }

  List<TopUp> answered() {
    return answered;
  }

  @Override
  public void run(HotSql sql) {
    decided.clear();
    answered.clear();
    blocked.clear();
    for (TopUp topUp : waiting.topUps.oldestFirst()) {
      serve(sql, topUp);
    }
    for (Attempt attempt : waiting.line.inTurn()) {
      serve(sql, attempt);
    }
  }

  private void serve(HotSql sql, TopUp topUp) {
    if (holding.topUp(sql, topUp) == TopUp.Look.WAITS) {
      blocked.addAll(topUp.waitsOn());
    } else {
      waiting.topUps.remove(topUp);
      answered.add(topUp);
    }
  }

  private void serve(HotSql sql, Attempt attempt) {
    if (attempt.hasLeft()) {
      waiting.line.remove(attempt);
      return;
    }
    if (isBehindOthers(attempt)) {
      blocked.addAll(attempt.waitsOn);
      return;
    }
    var verdict = reserving.attempt(sql, attempt.call, clock.instant(), blocked);
    if (verdict instanceof Verdict.Waits waits) {
      blocked.addAll(waits.on());
      waiting.line.waitsNow(attempt, waits.on());
    } else {
      waiting.line.remove(attempt);
      attempt.verdict = verdict;
      decided.add(attempt);
    }
  }

  private boolean isBehindOthers(Attempt attempt) {
    for (BalanceKey key : attempt.waitsOn) {
      if (blocked.contains(key)) {
        return true;
      }
    }
    return false;
  }
}
