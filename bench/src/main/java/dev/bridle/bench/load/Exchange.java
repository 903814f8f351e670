package dev.bridle.bench.load;

import dev.bridle.bench.wire.Marks;
import io.netty.buffer.ByteBuf;

/** One call, from the moment for which it was planned to the last byte of its answer. */
final class Exchange {
  private final long plannedNanos;
  private final Tally tally;
  private final Runnable whenOver;
  private final Marks marks = new Marks();
  private int status;
  private int marksSeen;
  private long bytesSeen;
  private long readNanos;

  Exchange(long plannedNanos, Tally tally, Runnable whenOver) {
    this.plannedNanos = plannedNanos;
    this.tally = tally;
    this.whenOver = whenOver;
  }

  void status(int status) {
    this.status = status;
  }

  void body(ByteBuf bytes, int from, int length) {
    bytesSeen += length;
    readNanos = System.nanoTime();
    marks.scan(bytes, from, length, this::mark);
  }

  private void mark(long writtenNanos) {
    marksSeen++;
    tally.event(writtenNanos, readNanos);
  }

  void end() {
    tally.answered(System.nanoTime() - plannedNanos, status, marksSeen, bytesSeen);
    whenOver.run();
  }

  void fail(String why) {
    tally.wrong(why);
    whenOver.run();
  }
}
