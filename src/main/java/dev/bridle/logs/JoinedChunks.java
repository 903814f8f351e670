package dev.bridle.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Puts the pieces of a log in order and says in it where something is missing. */
final class JoinedChunks {
  private final long longest;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private long position;
  private boolean gap;

  JoinedChunks(long longest) {
    this.longest = longest;
  }

  JobLog join(List<Chunk> inOrder, long chunksFailed, Function<Chunk, byte[]> bytesOf) {
    for (Chunk chunk : inOrder) {
      if (position >= longest || chunk.offset() >= longest) {
        break;
      }
      add(chunk, bytesOf.apply(chunk));
    }
    boolean cut = !inOrder.isEmpty() && inOrder.getLast().end() > longest;
    if (cut) {
      notice("This log was cut here: it is longer than " + longest + " bytes.");
    } else if (chunksFailed > 0 && !gap) {
      notice("The agent could not send " + chunksFailed + " parts of this log.");
    }
    return new JobLog(log.toByteArray());
  }

  private void add(Chunk chunk, byte[] bytes) {
    if (chunk.offset() > position) {
      gap = true;
      notice((chunk.offset() - position) + " bytes of this log are missing here.");
      position = chunk.offset();
    }
    // A chunk sent again with another cut may overlap what is already there.
    int known = (int) Math.min(bytes.length, position - chunk.offset());
    log.write(bytes, known, bytes.length - known);
    position = Math.max(position, chunk.end());
  }

  private void notice(String sentence) {
    String before = log.size() == 0 ? "" : "\r\n";
    log.writeBytes((before + "[" + sentence + "]\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
