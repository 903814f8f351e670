package dev.bridle.allowance;

import dev.bridle.ledger.Held;
import dev.bridle.ledger.Ledger;
import dev.bridle.store.HotSql;
import java.util.ArrayList;
import java.util.List;

/** Changes what an open call holds, in its row and on every balance. On the writing thread. */
final class Holding {
  private final Balances balances;
  private final Reserving reserving;
  private final Ledger ledger;
  private final Aftermath aftermath;

  Holding(Balances balances, Reserving reserving, Ledger ledger, Aftermath aftermath) {
    this.balances = balances;
    this.reserving = reserving;
    this.ledger = ledger;
    this.aftermath = aftermath;
  }

  List<Balance> charged(HotSql sql, LiveCall call) {
    var row = call.row();
    return reserving.charged(
        sql,
        row.job(),
        row.provider(),
        row.modelSent(),
        row.modelId(),
        row.openedAt().toEpochMilli());
  }

  void hold(HotSql sql, LiveCall call, Held now) {
    // Before the row changes: a balance that is not known yet is derived from it.
    var charged = charged(sql, call);
    if (!ledger.hold(sql, call.row().id(), now)) {
      return;
    }
    var before = call.held();
    for (Balance balance : charged) {
      long more = LiveCall.on(balance.allowance, now) - LiveCall.on(balance.allowance, before);
      balances.change(balance, 0, more);
    }
    call.holds(now);
    aftermath.onUndo(() -> call.holds(before));
  }

  /** Grants a top-up if there is room. */
  TopUp.Look topUp(HotSql sql, TopUp topUp) {
    var soft = new ArrayList<Balance>();
    for (Balance balance : charged(sql, topUp.call())) {
      if (balance.allowance.isMoney() && balance.allowance.mode() == Mode.SOFT) {
        soft.add(balance);
      }
    }
    var look = topUp.lookAt(soft);
    if (look == TopUp.Look.FITS) {
      hold(sql, topUp.call(), topUp.held());
    }
    return look;
  }
}
