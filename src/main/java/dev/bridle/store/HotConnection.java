package dev.bridle.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The connection that hot steps run on, their statements prepared once. */
final class HotConnection implements HotSql, AutoCloseable {
  /** How to get a connection; asked again after one broke. */
  @FunctionalInterface
  interface Source {
    Connection connect() throws SQLException;
  }

  private static final String COMMIT = "commit";

  private final Source source;
  private final String begin;
  private final SQLDialect dialect;
  private final List<HotParticipant> participants = new CopyOnWriteArrayList<>();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable Connection connection;

  /**
   * Begins transactions by a statement of its own: the SQLite driver would take the write lock
   * again right after each commit and keep it.
   */
  HotConnection(Source source, String begin, SQLDialect dialect) {
    this.source = source;
    this.begin = begin;
    this.dialect = dialect;
  }

  void join(HotParticipant participant) {
    participants.add(participant);
  }

  void commit(List<Writer.Unit> units) {
    try {
      prepared(begin).execute();
      for (Writer.Unit unit : units) {
        unit.step().run(this);
      }
      for (HotParticipant participant : participants) {
        participant.beforeCommit(this);
      }
      prepared(COMMIT).execute();
    } catch (SQLException e) {
      undo();
      throw new DataAccessException("can't write: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      undo();
      throw e;
    }
    participants.forEach(HotParticipant::committed);
  }

  /** One ordinary transaction on this connection. */
  <T> T transact(Function<DSLContext, T> act) {
    try {
      prepared(begin).execute();
      T result = act.apply(builder());
      prepared(COMMIT).execute();
      return result;
    } catch (SQLException e) {
      undo();
      throw new DataAccessException("can't write: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      undo();
      throw e;
    }
  }

  @Override
  public int execute(String sql, @Nullable Object... values) {
    try {
      return prepared(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw new DataAccessException("can't write: " + e.getMessage(), e);
    }
  }

  @Override
  public long @Nullable [] longs(String sql, @Nullable Object... values) {
    try (ResultSet rows = prepared(sql, values).executeQuery()) {
      if (!rows.next()) {
        return null;
      }
      var row = new long[rows.getMetaData().getColumnCount()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.getLong(i + 1);
      }
      return row;
    } catch (SQLException e) {
      throw new DataAccessException("can't read: " + e.getMessage(), e);
    }
  }

  @Override
  public DSLContext builder() {
    try {
      return DSL.using(open(), dialect);
    } catch (SQLException e) {
      throw new DataAccessException("can't write: " + e.getMessage(), e);
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = open().prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, storable(values[i]));
    }
    return statement;
  }

  /** PostgreSQL can't hold a NUL in a text, and a provider may send one. */
  private static @Nullable Object storable(@Nullable Object value) {
    return value instanceof String text && text.indexOf('\0') >= 0
        ? text.replace('\0', '\uFFFD')
        : value;
  }

  private Connection open() throws SQLException {
    if (connection == null) {
      connection = source.connect();
    }
    return connection;
  }

  /** After a failure the transaction is undone; a connection that can't do that is replaced. */
  private void undo() {
    participants.forEach(HotParticipant::undone);
    forgetStatements();
    try {
      if (connection != null) {
        rollback(connection);
      }
    } catch (SQLException e) {
      closeQuietly();
    }
  }

  private static void rollback(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("rollback");
    }
  }

  /** The SQLite driver ends a statement that failed for want of its table; it stays so for ever. */
  private void forgetStatements() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // It is thrown away anyway.
      }
    }
    prepared.clear();
  }

  private void closeQuietly() {
    forgetStatements();
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // It is thrown away anyway.
    }
    connection = null;
  }

  @Override
  public void close() {
    closeQuietly();
  }
}
