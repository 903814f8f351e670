package dev.bridle.logs;

import dev.bridle.blob.Blobs;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Takes the logs of running jobs and gives them back whole. */
public final class JobLogs {
  /** The most bytes of log that an agent may send in one chunk. */
  public static final int CHUNK_BYTES = 100 << 10;

  private static final int LOCKS = 64;

  private final Chunks chunks;
  private final InstantSource clock;
  private final Mask mask;
  private final long longest;
  private final List<Growth> growth = new CopyOnWriteArrayList<>();
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  /**
   * @param longest how many bytes of one job's log are kept
   */
  public JobLogs(Database database, Blobs blobs, InstantSource clock, Mask mask, long longest) {
    this.chunks = new Chunks(database, blobs);
    this.clock = clock;
    this.mask = mask;
    this.longest = longest;
  }

  /** Is told the end of a piece that was added to a log. */
  @FunctionalInterface
  public interface Growth {
    void grew(String jobId, long end);
  }

  /** Tells of every piece that comes; pieces can come in any order. */
  public void whenGrown(Growth listener) {
    growth.add(listener);
  }

  /** How far a log goes; parts of it may still be missing. */
  public long size(String jobId) {
    return Math.min(chunks.end(jobId), longest);
  }

  public long longest() {
    return longest;
  }

  /**
   * Keeps a chunk, which may come in any order and more than once. It is on disk when this returns.
   */
  public Appended append(String jobId, long sequence, long offset, byte[] gzipped) {
    if (offset < 0) {
      return new Appended.Refused("A chunk's offset can't be negative.");
    }
    return switch (Gzip.inflate(gzipped, CHUNK_BYTES)) {
      case Gzip.Inflated.Whole(var bytes) -> keep(jobId, sequence, offset, bytes);
      case Gzip.Inflated.TooLarge _ ->
          new Appended.Refused("A chunk may hold at most " + CHUNK_BYTES + " bytes of log.");
      case Gzip.Inflated.Broken _ -> new Appended.Refused("The chunk is not a whole gzip stream.");
    };
  }

  private Appended keep(String jobId, long sequence, long offset, byte[] bytes) {
    // Neighbours of one log look at each other's bytes, so they come one after the other.
    var lock = locks[Math.floorMod(jobId.hashCode(), LOCKS)];
    lock.lock();
    try {
      if (bytes.length > 0 && !chunks.exists(jobId, offset)) {
        var chunk = new Chunk(offset, bytes.length);
        chunks.add(jobId, chunk, allowed(jobId, chunk, bytes), sequence, clock.millis());
        growth.forEach(listener -> listener.grew(jobId, Math.min(chunk.end(), longest)));
      }
      return new Appended.Kept();
    } finally {
      lock.unlock();
    }
  }

  private byte[] allowed(String jobId, Chunk chunk, byte[] bytes) {
    byte[] masked =
        new Neighbourhood(chunks, jobId, chunk, bytes, mask.longest() - 1).masked(chunk, mask);
    long room = Math.max(0, longest - chunk.offset());
    return masked.length <= room ? masked : Arrays.copyOf(masked, (int) room);
  }

  /**
   * The log as far as it has come.
   *
   * @param chunksFailed how many chunks the agent says it could not send
   */
  public JobLog read(String jobId, long chunksFailed) {
    return new JobLog(() -> new JoinedChunks(chunks, jobId, chunksFailed, longest));
  }
}
