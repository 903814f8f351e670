package dev.bridle.testing;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Databases with the whole schema and nothing in them: copies of one that was migrated, which takes
 * a tenth of the time.
 */
final class Schema {
  private static final String FILE = "bridle.db";

  private Schema() {}

  /** A file in that folder. */
  static DatabaseUrl copyInto(Path folder) {
    try {
      Path file = folder.resolve(FILE);
      Files.copy(SqliteOriginal.FILE, file);
      return DatabaseUrl.sqlite(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A database of the run's PostgreSQL. */
  static DatabaseUrl copyOnPostgres() {
    return PostgresServer.copyOf(PostgresOriginal.URL);
  }

  private static DatabaseUrl migrate(DatabaseUrl url) {
    Database.open(url).close();
    return url;
  }

  private static final class SqliteOriginal {
    static final Path FILE = migrate(Engine.SQLITE.emptyDatabase()).file().orElseThrow();

    private SqliteOriginal() {}
  }

  private static final class PostgresOriginal {
    static final DatabaseUrl URL = migrate(Engine.POSTGRESQL.emptyDatabase());

    private PostgresOriginal() {}
  }
}
