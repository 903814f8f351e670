package dev.bridle.allowance;

import dev.bridle.ledger.Correction;
import dev.bridle.ledger.Ledger;
import dev.bridle.store.HotSql;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds corrections to the ledger, and to every balance that their calls were charged to: the truth,
 * also where it goes over an amount. On the writing thread.
 */
final class Correcting {
  private final Balances balances;
  private final Reserving reserving;
  private final Ledger ledger;
  private final InstantSource clock;

  Correcting(Balances balances, Reserving reserving, Ledger ledger, InstantSource clock) {
    this.balances = balances;
    this.reserving = reserving;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Returns how many were written: those that were there already change nothing again. */
  int book(HotSql sql, String organizationId, List<Correction> corrections) {
    // Tokens, requests and calls at once are as they were.
    var money = reserving.of(sql, organizationId).stream().filter(Allowance::isMoney).toList();
    Set<BalanceKey> over = new HashSet<>();
    int written = 0;
    for (Correction correction : corrections) {
      if (ledger.correct(sql, correction)) {
        written++;
        money.stream()
            .filter(allowance -> allowance.covers(correction.call()))
            .forEach(allowance -> charge(sql, allowance, correction, over));
      }
    }
    over.forEach(key -> balances.drop(sql, key));
    return written;
  }

  private void charge(
      HotSql sql, Allowance allowance, Correction correction, Set<BalanceKey> over) {
    var key = allowance.keyOf(correction.call());
    var ends = allowance.window().endMs(key.windowMs());
    if (ends.isPresent() && ends.getAsLong() <= clock.millis()) {
      // It decides nothing any more, and may be deleted while it is remembered: who asks for it
      // derives it from the rows.
      over.add(key);
      return;
    }
    var balance = balances.find(sql, allowance, key);
    if (balance != null) {
      var more = allowance.mode() == Mode.HARD ? correction.atMost() : correction.cost();
      balances.change(balance, more.nanos(), 0);
      Thresholds.note(sql, balances, balance, correction.call().id(), clock.instant());
    }
  }
}
