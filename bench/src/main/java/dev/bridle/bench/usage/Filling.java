package dev.bridle.bench.usage;

import dev.bridle.ledger.GeneratedCall;
import dev.bridle.ledger.GeneratedSums;
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

/** Writes generated calls in bulk, past the server: their rows, their sums, some refusals. */
final class Filling implements AutoCloseable {
  private static final int BATCH = 1_000;
  private static final long DAY_MS = 86_400_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();
  private final Map<PreparedStatement, Integer> waiting = new LinkedHashMap<>();
  private long settled;

  Filling(DatabaseUrl url) throws SQLException {
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

  /**
   * Fills in a year of one organization.
   *
   * @param told is told how many calls there are after each day
   */
  void fill(String organizationId, YearSize size, long seed, java.util.function.LongConsumer told)
      throws SQLException {
    run(
        "insert into organization (id, slug, name, created_ms) values (?, ?, ?, 0)",
        organizationId,
        organizationId,
        organizationId);
    long hoursFromMs = (size.lastDay().toEpochDay() - 35) * DAY_MS;
    new GeneratedYear(organizationId, size, seed)
        .days(calls -> {
          calls.forEach(this::addCall);
          GeneratedSums.add(calls, hoursFromMs, this::add);
          for (int i = 0; i < calls.size(); i += 100) {
            add(RefusedRow.INSERT, RefusedRow.of(calls.get(i)));
          }
          commit();
          told.accept(settled);
        });
    run("update usage_cursor set settle_no = ?", settled);
    BudgetRows.add(this, organizationId, size);
    commit();
  }

  private void addCall(GeneratedCall call) {
    settled++;
    add(CallRows.INSERT, CallRows.of(call, settled));
  }

  void run(String sql, @Nullable Object... values) {
    add(sql, values);
    flush();
  }

  private void add(String sql, @Nullable Object[] values) {
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
      if (waiting.merge(statement, 1, Integer::sum) == BATCH) {
        statement.executeBatch();
        waiting.put(statement, 0);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
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

  private void flush() {
    try {
      for (var statement : statements.values()) {
        statement.executeBatch();
      }
      waiting.clear();
    } catch (SQLException e) {
      throw new IllegalStateException("a batch was refused", e);
    }
  }

  private void commit() {
    flush();
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a database is after some time, when its own upkeep has seen the tables. */
  void finish() throws SQLException {
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
