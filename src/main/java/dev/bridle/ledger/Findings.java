package dev.bridle.ledger;

import java.util.ArrayList;
import java.util.List;

/** What a check has found: every difference is counted, the first ones are kept. */
public final class Findings {
  private static final int MOST_KEPT = 100;

  private final String check;
  private final List<Difference> kept = new ArrayList<>();
  private long checked;
  private long skipped;
  private long differences;

  public Findings(String check) {
    this.check = check;
  }

  public void compare(String subject, Object expected, Object found) {
    checked++;
    if (!expected.equals(found)) {
      differences++;
      if (kept.size() < MOST_KEPT) {
        kept.add(new Difference(check, subject, expected.toString(), found.toString()));
      }
    }
  }

  /** Something that can't be recomputed, and isn't called wrong for that. */
  public void skip() {
    skipped++;
  }

  public String check() {
    return check;
  }

  public long checked() {
    return checked;
  }

  public long skipped() {
    return skipped;
  }

  public long differences() {
    return differences;
  }

  public List<Difference> kept() {
    return List.copyOf(kept);
  }
}
