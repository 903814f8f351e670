package dev.bridle.ledger;

import java.util.List;

/** Recomputes what follows from the rows of the ledger, while the roll-ups stand still. */
public final class Verification {
  private final Rollups rollups;
  private final List<Check> checks;

  public Verification(Rollups rollups, List<Check> checks) {
    this.rollups = rollups;
    this.checks = List.copyOf(checks);
  }

  /** What each check has found, before anything was rebuilt. */
  public List<Findings> verify(String organizationId) {
    rollups.catchUp();
    return rollups.held(() -> checks.stream().map(check -> found(check, organizationId)).toList());
  }

  private static Findings found(Check check, String organizationId) {
    var findings = new Findings(check.name());
    check.verify(organizationId, findings);
    return findings;
  }

  /** Replaces everything that can be derived by what the rows say. */
  public void rebuild(String organizationId) {
    rollups.held(() -> {
      checks.forEach(check -> check.rebuild(organizationId));
      return true;
    });
  }
}
