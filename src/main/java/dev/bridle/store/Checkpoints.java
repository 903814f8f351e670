package dev.bridle.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the write-ahead log into the file, beside the work; holds the writer only when it must. */
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("store");
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
    try (Connection connection = source.connect()) {
      while (!closing) {
        Thread.sleep(1000);
        long size = Files.exists(log) ? Files.size(log) : 0;
        if (size > TOO_LONG) {
          writer.run(() -> checkpoint(connection, "truncate"));
        } else if (size > WORTH_MOVING) {
          checkpoint(connection, "passive");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | IOException | IllegalStateException e) {
      if (!closing) {
        LOG.error("checkpoints have stopped; the log will grow until a restart", e);
      }
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
