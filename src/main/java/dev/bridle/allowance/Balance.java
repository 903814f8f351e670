package dev.bridle.allowance;

/** What was spent and is held of an allowance; lives on the writing thread only. */
final class Balance {
  final BalanceKey key;
  final Allowance allowance;
  private long settled;
  private long held;
  private int noted;
  private long newlySettled;
  private long newlyHeld;
  private boolean changed;

  Balance(BalanceKey key, Allowance allowance, long settled, long held, int noted) {
    this.key = key;
    this.allowance = allowance;
    this.settled = settled;
    this.held = held;
    this.noted = noted;
  }

  /** One that was not stored before: all of it is new. */
  static Balance derived(BalanceKey key, Allowance allowance, long settled, long held) {
    var balance = new Balance(key, allowance, settled, held, 0);
    balance.noted = Thresholds.reached(settled, allowance.amount());
    balance.newlySettled = settled;
    balance.newlyHeld = held;
    return balance;
  }

  long settled() {
    return settled;
  }

  long held() {
    return held;
  }

  int noted() {
    return noted;
  }

  long newlySettled() {
    return newlySettled;
  }

  long newlyHeld() {
    return newlyHeld;
  }

  /** Changes both; returns whether this is the first change since the last commit. */
  boolean change(long moreSettled, long moreHeld) {
    settled += moreSettled;
    held += moreHeld;
    newlySettled += moreSettled;
    newlyHeld += moreHeld;
    return mark();
  }

  boolean note(int percent) {
    noted = percent;
    return mark();
  }

  boolean mark() {
    boolean first = !changed;
    changed = true;
    return first;
  }

  void committed() {
    newlySettled = 0;
    newlyHeld = 0;
    changed = false;
  }
}
