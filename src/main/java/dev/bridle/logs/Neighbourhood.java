package dev.bridle.logs;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A piece of a log together with enough of what lies before and after it to see text that the cuts
 * between the pieces have split.
 */
final class Neighbourhood {
  private record Piece(Chunk chunk, byte[] bytes) {}

  private final Chunks chunks;
  private final String jobId;
  private final Deque<Piece> pieces = new ArrayDeque<>();

  Neighbourhood(Chunks chunks, String jobId, Chunk chunk, byte[] bytes, int reach) {
    this.chunks = chunks;
    this.jobId = jobId;
    pieces.add(new Piece(chunk, bytes));
    lookBack(chunk, reach);
    lookAhead(chunk, reach);
  }

  private void lookBack(Chunk from, int reach) {
    var before = chunks.before(jobId, from.offset());
    for (int seen = 0; before.isPresent() && seen < reach; ) {
      var piece = new Piece(before.get(), chunks.bytes(jobId, before.get()));
      pieces.addFirst(piece);
      seen += piece.bytes.length;
      before = chunks.before(jobId, piece.chunk.offset());
    }
  }

  private void lookAhead(Chunk from, int reach) {
    var next = chunks.at(jobId, from.end());
    for (int seen = 0; next.isPresent() && next.get().size() > 0 && seen < reach; ) {
      var piece = new Piece(next.get(), chunks.bytes(jobId, next.get()));
      pieces.addLast(piece);
      seen += piece.bytes.length;
      next = chunks.at(jobId, piece.chunk.end());
    }
  }

  /**
   * Covers what must not be kept, in the neighbours at once, and returns the bytes of the piece
   * itself as they may be kept.
   */
  byte[] masked(Chunk wanted, Mask mask) {
    byte[] joined = mask.over(joined());
    byte[] own = {};
    int from = 0;
    for (Piece piece : pieces) {
      byte[] bytes = Arrays.copyOfRange(joined, from, from + piece.bytes.length);
      from += piece.bytes.length;
      if (piece.chunk.equals(wanted)) {
        own = bytes;
      } else if (!Arrays.equals(bytes, piece.bytes)) {
        chunks.rewrite(jobId, piece.chunk, bytes);
      }
    }
    return own;
  }

  private byte[] joined() {
    var joined = new ByteArrayOutputStream();
    pieces.forEach(piece -> joined.writeBytes(piece.bytes));
    return joined.toByteArray();
  }
}
