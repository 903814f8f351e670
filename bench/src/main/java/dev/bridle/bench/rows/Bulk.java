package dev.bridle.bench.rows;

import dev.bridle.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows in bulk into a database that no server uses meanwhile. */
public final class Bulk implements AutoCloseable {
  private static final int BATCH = 3_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();
  private int waiting;

  public Bulk(DatabaseUrl url) throws SQLException {
    boolean sqlite = url.file().isPresent();
    String rewriting = (url.jdbc().contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    connection =
        DriverManager.getConnection(
            sqlite ? url.jdbc() : url.jdbc() + rewriting,
            url.user().orElse(null),
            url.password().orElse(null));
    try (var statement = connection.createStatement()) {
      if (sqlite) {
        statement.execute("pragma synchronous = off");
        statement.execute("pragma cache_size = -400000");
        statement.execute("pragma wal_autocheckpoint = 20000");
      } else {
        statement.execute("set synchronous_commit = off");
      }
    }
    connection.setAutoCommit(false);
  }

  /** Writes one row, after all that wait. */
  public void run(String sql, @Nullable Object... values) {
    add(sql, values);
    flush();
  }

  /** Writes a row with others of its kind. */
  public void add(String sql, @Nullable Object... values) {
    try {
      var statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
      }
      for (int i = 0; i < values.length; i++) {
        set(statement, i + 1, values[i]);
      }
      statement.addBatch();
      waiting++;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    if (waiting == BATCH) {
      flush();
    }
  }

  private static void set(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(at, Types.NULL);
      case Long number -> statement.setLong(at, number);
      case String text -> statement.setString(at, text);
      case Boolean truth -> statement.setBoolean(at, truth);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  /** In the order in which kinds of rows came first: rows may refer to those of earlier kinds. */
  private void flush() {
    try {
      for (var statement : statements.values()) {
        statement.executeBatch();
      }
      waiting = 0;
    } catch (SQLException e) {
      throw new IllegalStateException("a batch was refused", e);
    }
  }

  public void commit() {
    flush();
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a database is after some time, when its own upkeep has seen the tables. */
  public void finish() throws SQLException {
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      boolean sqlite = connection.getMetaData().getURL().startsWith("jdbc:sqlite:");
      for (String upkeep :
          sqlite
              ? List.of("pragma wal_checkpoint(truncate)")
              : List.of("vacuum analyze", "checkpoint")) {
        statement.execute(upkeep);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
