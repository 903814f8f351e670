package dev.bridle.allowance;

import java.util.List;

/** Whether a call can be afforded. */
public sealed interface Admission {
  /**
   * It holds what it may use, and its row is in the ledger.
   *
   * @param standings where its allowances stand with it
   */
  record Admitted(LiveCall call, List<Standing> standings) implements Admission {
    public Admitted {
      standings = List.copyOf(standings);
    }
  }

  record Refused(Objection why) implements Admission {}
}
