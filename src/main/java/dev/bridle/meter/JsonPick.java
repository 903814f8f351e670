package dev.bridle.meter;

/** Picks single values out of a JSON text as its bytes go by, and keeps nothing else of it. */
final class JsonPick {
  /** Who says which values. */
  interface Picker {
    /** Whether to keep the value of the key that the walk has just read. */
    boolean wants(JsonWalk walk);

    /** That value, whole, without the space around it; it is lent until this method returns. */
    void picked(Kept value);
  }

  private final JsonWalk walk;
  private final Picker picker;
  private final Kept value = new Kept();
  private boolean wanting;
  private int depth;

  JsonPick(JsonWalk walk, Picker picker) {
    this.walk = walk;
    this.picker = picker;
  }

  void see(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int next = skim(bytes, at, to);
      if (next == at) {
        see(bytes[at++]);
      } else {
        at = next;
      }
    }
  }

  /** Passes over bytes that can't matter; returns where the first stands that may. */
  int skim(byte[] bytes, int from, int to) {
    return wanting ? from : walk.skim(bytes, from, to);
  }

  void see(byte b) {
    boolean inString = walk.inString();
    if (wanting) {
      boolean ends = !inString && walk.depth() == depth && (b == ',' || b == '}');
      if (ends) {
        end();
      } else if (!value.isEmpty() || !Kept.isSpace(b)) {
        value.add(b);
      }
    }
    walk.see(b);
    if (b == ':' && !inString && !wanting && picker.wants(walk)) {
      wanting = true;
      depth = walk.depth();
    }
  }

  private void end() {
    wanting = false;
    value.dropSpaceAtEnd();
    picker.picked(value);
    value.clear();
  }

  /** Whether a value has begun and not ended. */
  boolean isWithinValue() {
    return wanting;
  }

  /** Forgets the place in the text. */
  void startOver() {
    walk.startOver();
    wanting = false;
    value.clear();
  }
}
