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

/** Moves the write-ahead log into the file, beside the work; holds the writer only when it must. */
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("store");
  private static final long PAUSE_MS = 1_000;
  private static final long WORTH_MOVING = 4L << 20;
  private static final long TOO_LONG = 64L << 20;

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
    long size = Files.exists(log) ? Files.size(log) : 0;
    if (size > TOO_LONG) {
      writer.run(() -> checkpoint(connection, "truncate"));
    } else if (size > WORTH_MOVING) {
      checkpoint(connection, "passive");
    }
  }

  private static void checkpoint(Connection connection, String how) {
    try (var statement = connection.createStatement()) {
      statement.execute("pragma wal_checkpoint(" + how + ")");
    } catch (SQLException e) {
      LOG.warn("a checkpoint failed and will be tried again: {}", e.getMessage());
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
