package dev.bridle.allowance;

import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.Settlement;
import dev.bridle.store.HotSql;
import java.time.Instant;
import java.time.InstantSource;

/** Settles a call's row and every balance that it is charged to. On the writing thread. */
final class Booking {
  private final Balances balances;
  private final Holding holding;
  private final Ledger ledger;
  private final Calibration calibration;
  private final InstantSource clock;

  Booking(
      Balances balances,
      Holding holding,
      Ledger ledger,
      Calibration calibration,
      InstantSource clock) {
    this.balances = balances;
    this.holding = holding;
    this.ledger = ledger;
    this.calibration = calibration;
    this.clock = clock;
  }

  /** Nothing happens to a call that was settled before. */
  void book(HotSql sql, LiveCall call, Ending ending, Settlement settlement) {
    // Before the row changes: a balance that is not known yet is derived from it.
    var charged = holding.charged(sql, call);
    if (!ledger.settle(sql, call.row(), ending, settlement)) {
      return;
    }
    Instant now = clock.instant();
    for (Balance balance : charged) {
      long held = LiveCall.on(balance.allowance, call.held());
      long used = used(balance.allowance, settlement);
      balances.change(balance, used, -held);
      Thresholds.note(sql, balances, balance, call.row().id(), now);
      if (balance.allowance.isHardMoney() && call.held().atMost().isPresent() && used > held) {
        Thresholds.boundExceeded(sql, balance, call.row().id(), now);
      }
    }
    learn(call, settlement);
  }

  private static long used(Allowance allowance, Settlement settlement) {
    return switch (allowance.unit()) {
      case USD ->
          allowance.mode() == Mode.HARD ? settlement.booked().nanos() : settlement.cost().nanos();
      case INPUT_TOKENS -> settlement.windowTokens();
      case CONCURRENT_CALLS -> 0;
      // Counted when it was opened, and given back if it never left.
      case REQUESTS -> settlement.sent() ? 0 : -1;
    };
  }

  private void learn(LiveCall call, Settlement settlement) {
    if (settlement.promptIsKnown()) {
      var row = call.row();
      calibration.learn(
          row.job().pipelineId(),
          row.modelSent(),
          call.need().textBytes(),
          settlement.windowTokens());
    }
  }
}
