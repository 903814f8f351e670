package dev.bridle.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead log into the file, beside the work. A log that is moved as a whole is begun
 * anew by the next transaction; under a steady load it never is, because there is always more, so
 * then the writer waits for the last piece: a few milliseconds, where moving all would be many.
 */
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("store");
  private static final long PAUSE_MS = 1_000;
  private static final long WORTH_MOVING = 4L << 20;

  /** So many pages may wait in the log for a moment without work. */
  private static final long MOST_PAGES = 16_000;

  private final HotConnection.Source source;
  private final Path log;
  private final Writer writer;
  private final Thread thread;
  private volatile boolean closing;

  Checkpoints(HotConnection.Source source, Path log, Writer writer) {
    this.source = source;
    this.log = log;
    this.writer = writer;
    this.thread = Thread.ofPlatform().daemon().name("store-checkpoints").start(this::run);
  }

  private void run() {
    while (!closing) {
      try (Connection connection = source.connect()) {
        while (!closing) {
          Thread.sleep(PAUSE_MS);
          look(connection);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (SQLException | IOException | RuntimeException e) {
        // Whatever it was, the log must not grow for ever: on with a new connection.
        tell(e);
      }
    }
  }

  private void tell(Exception e) {
    if (!closing) {
      LOG.warn("a checkpoint failed and will be tried again: {}", e.getMessage());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }
  }

  private void look(Connection connection) throws IOException {
    if (Files.exists(log) && Files.size(log) > WORTH_MOVING && move(connection) > MOST_PAGES) {
      writer.run(() -> move(connection));
    }
  }

  /** Moves what it can; returns how many pages the log has, or 0 when all of them are moved. */
  private static long move(Connection connection) {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("pragma wal_checkpoint(passive)")) {
      boolean all = !result.next() || result.getLong("checkpointed") == result.getLong("log");
      return all ? 0 : result.getLong("log");
    } catch (SQLException e) {
      LOG.warn("a checkpoint failed and will be tried again: {}", e.getMessage());
      return 0;
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
