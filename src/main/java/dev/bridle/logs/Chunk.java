package dev.bridle.logs;

/** Where a piece of a log lies; {@code size} counts what the agent sent, also when it was cut. */
record Chunk(long offset, long size) {
  long end() {
    return offset + size;
  }
}
