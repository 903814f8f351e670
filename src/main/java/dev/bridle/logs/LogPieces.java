package dev.bridle.logs;

import java.util.List;

/** Reads a log's bytes in order from some position on, one stored piece at a time. */
final class LogPieces {
  private static final int PAGE = 64;

  private final Chunks chunks;
  private final LogLines.Log log;
  private final long longest;
  private long position;
  private boolean gap;

  LogPieces(Chunks chunks, LogLines.Log log, long longest, long position) {
    this.chunks = chunks;
    this.log = log;
    this.longest = longest;
    this.position = position;
  }

  /** Up to where it was read. */
  long position() {
    return position;
  }

  /** Whether something was missing in between, and passed over. */
  boolean gap() {
    return gap;
  }

  /**
   * Feeds lines until the log, as far as it has come, is at its end, or they want no more. While
   * the job runs, what is missing may still come: there the log ends for now.
   */
  void feed(LineSplitter lines) {
    long from = position - JobLogs.CHUNK_BYTES; // Where a piece begins that holds the position.
    boolean goOn = true;
    while (goOn) {
      List<Chunk> page = chunks.after(log.jobId(), from, PAGE);
      for (Chunk chunk : page) {
        if (goOn && position < longest) {
          goOn = add(chunk, lines);
        }
      }
      goOn &= page.size() == PAGE && position < longest;
      from = page.isEmpty() ? from : page.getLast().offset();
    }
  }

  private boolean add(Chunk chunk, LineSplitter lines) {
    if (chunk.end() <= position) {
      return true;
    }
    if (chunk.offset() > position) {
      if (!log.over()) {
        return false;
      }
      gap = true;
      long missing = chunk.offset() - position;
      position = chunk.offset();
      if (!lines.feedNotice("[" + missing + " bytes of this log are missing here.]", position)) {
        return false;
      }
    }
    byte[] bytes = chunks.bytes(log.jobId(), chunk);
    int known = (int) Math.min(bytes.length, position - chunk.offset());
    boolean goOn = lines.feed(position, bytes, known, bytes.length);
    position = chunk.end();
    return goOn;
  }
}
