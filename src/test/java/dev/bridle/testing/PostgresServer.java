package dev.bridle.testing;

import dev.bridle.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** One PostgreSQL for the whole test run; each test gets a database of its own in it. */
final class PostgresServer {
  private static final EmbeddedPostgres ONE = start();

  private PostgresServer() {}

  /** No test pulls the plug of the machine: it starts without fsync, and needs no whole pages. */
  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("full_page_writes", "off").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DatabaseUrl empty() {
    return create("");
  }

  /** A copy of a database that nobody is connected to. */
  static DatabaseUrl copyOf(DatabaseUrl original) {
    String jdbc = original.jdbc();
    return create(" template " + jdbc.substring(jdbc.lastIndexOf('/') + 1));
  }

  private static DatabaseUrl create(String more) {
    String name = "bridle_" + UUID.randomUUID().toString().replace("-", "");
    try (var connection = ONE.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + more);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return DatabaseUrl.postgresql(
        "postgresql://postgres@localhost:" + ONE.getPort() + "/" + name, Optional.empty());
  }
}
