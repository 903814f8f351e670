package dev.bridle.allowance;

import dev.bridle.ledger.OpenCall;
import java.util.List;
import java.util.Set;

/** What one look at the balances says of a call. */
sealed interface Verdict {
  /** Everything is reserved, and the row is written. */
  record Fits(OpenCall row, Need need, boolean softly, List<Standing> standings)
      implements Verdict {}

  record Refused(Objection why) implements Verdict {}

  /** Only what other calls hold stands in the way. */
  record Waits(Set<BalanceKey> on, Allowance first, long held) implements Verdict {
    Refused tooLong() {
      return new Refused(new Objection.Busy(first, held));
    }
  }
}
