package dev.bridle.meter;

/** An answer that is one JSON object with nothing around it, of which single values are picked. */
final class OneObject {
  private final JsonWalk walk;
  private final JsonPick pick;
  private boolean opened;
  private boolean closed;
  private boolean damaged;

  OneObject(JsonWalk walk, JsonPick.Picker picker) {
    this.walk = walk;
    this.pick = new JsonPick(walk, picker);
  }

  void see(byte[] bytes, int offset, int length) {
    int at = offset;
    while (at < offset + length) {
      int next = opened && !closed ? pick.skim(bytes, at, offset + length) : at;
      if (next == at) {
        see(bytes[at++]);
      } else {
        at = next;
      }
    }
  }

  private void see(byte b) {
    if (!opened || closed) {
      outside(b);
    } else {
      pick.see(b);
      closed = walk.depth() == 0;
    }
  }

  private void outside(byte b) {
    if (b == '{' && !opened) {
      opened = true;
      pick.see(b);
    } else if (!Kept.isSpace(b)) {
      damaged = true;
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether something stood before or after it. */
  boolean isDamaged() {
    return damaged;
  }
}
