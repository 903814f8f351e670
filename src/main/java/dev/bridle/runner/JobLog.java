package dev.bridle.runner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;

/**
 * Sends what is written to it in pieces: once per interval, and sooner when a piece is full.
 * Writing waits while the server is so far behind that too much has piled up.
 */
final class JobLog {
  private static final int PIECES_AHEAD = 64;

  private final JobApi api;
  private final AcceptedJob job;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread uploader;
  private byte[] waiting = {};
  private boolean ended;
  private long sequence;
  private long offset;
  private long failed;

  JobLog(JobApi api, AcceptedJob job) {
    this.api = api;
    this.job = job;
    this.uploader = Thread.ofVirtual().name("log of " + job.id()).start(this::upload);
  }

  void line(String text) throws InterruptedException {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.length > (long) PIECES_AHEAD * job.chunkBytes()) {
        changed.await();
      }
      byte[] more = Arrays.copyOf(waiting, waiting.length + bytes.length);
      System.arraycopy(bytes, 0, more, waiting.length, bytes.length);
      waiting = more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends the rest and tells how many pieces were lost. */
  long end() throws InterruptedException {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    uploader.join();
    return failed;
  }

  private void upload() {
    try {
      for (byte[] piece = next(); piece.length > 0; piece = next()) {
        if (!api.chunk(++sequence, offset, piece.length, gzipped(piece))) {
          failed++;
        }
        offset += piece.length;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next piece, empty at the end. */
  private byte[] next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.length == 0 && !ended) {
        changed.await();
      }
      long left = job.chunkInterval().toNanos();
      while (waiting.length < job.chunkBytes() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      int size = Math.min(waiting.length, job.chunkBytes());
      byte[] piece = Arrays.copyOf(waiting, size);
      waiting = Arrays.copyOfRange(waiting, size, waiting.length);
      changed.signalAll();
      return piece;
    } finally {
      lock.unlock();
    }
  }

  private static byte[] gzipped(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
