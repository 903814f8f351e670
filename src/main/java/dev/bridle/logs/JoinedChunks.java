package dev.bridle.logs;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a log in order, with notices where something is missing. One piece at a time is in
 * memory, however long the log is.
 */
final class JoinedChunks extends InputStream {
  private static final int PAGE = 64;
  private static final byte[] NOTHING = {};

  private final Chunks chunks;
  private final String jobId;
  private final long chunksFailed;
  private final long longest;
  private final Deque<Chunk> page = new ArrayDeque<>();
  private long asked = -1;
  private long position;
  private boolean gap;
  private boolean ended;
  private byte[] piece = NOTHING;
  private int taken;
  private long given;

  JoinedChunks(Chunks chunks, String jobId, long chunksFailed, long longest) {
    this.chunks = chunks;
    this.jobId = jobId;
    this.chunksFailed = chunksFailed;
    this.longest = longest;
  }

  /** How many bytes were read so far, with those of notices. */
  long given() {
    return given;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (taken == piece.length) {
      if (ended) {
        return -1;
      }
      piece = next();
      taken = 0;
    }
    int some = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, to, offset, some);
    taken += some;
    given += some;
    return some;
  }

  private byte[] next() {
    Chunk chunk = nextChunk();
    if (chunk == null || position >= longest || chunk.offset() >= longest) {
      ended = true;
      return ending(chunk == null ? position : chunks.end(jobId));
    }
    var joined = new ByteArrayOutputStream();
    if (chunk.offset() > position) {
      gap = true;
      joined.writeBytes(
          notice((chunk.offset() - position) + " bytes of this log are missing here."));
      position = chunk.offset();
    }
    byte[] bytes = chunks.bytes(jobId, chunk);
    // A chunk sent again with another cut may overlap what is already there.
    int known = (int) Math.min(bytes.length, position - chunk.offset());
    joined.write(bytes, known, bytes.length - known);
    position = Math.max(position, chunk.end());
    return joined.toByteArray();
  }

  private @Nullable Chunk nextChunk() {
    if (page.isEmpty()) {
      page.addAll(chunks.after(jobId, asked, PAGE));
    }
    Chunk chunk = page.poll();
    asked = chunk == null ? asked : chunk.offset();
    return chunk;
  }

  private byte[] ending(long end) {
    if (end > longest) {
      return notice("This log was cut here: it is longer than " + longest + " bytes.");
    }
    return chunksFailed > 0 && !gap
        ? notice("The agent could not send " + chunksFailed + " parts of this log.")
        : NOTHING;
  }

  private byte[] notice(String sentence) {
    String before = given == 0 ? "" : "\r\n";
    return (before + "[" + sentence + "]\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
