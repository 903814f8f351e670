package dev.bridle.testing;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** The two databases that every store test runs on. */
public enum Engine {
  SQLITE {
    @Override
    public DatabaseUrl emptyDatabase() {
      return DatabaseUrl.sqlite(temporaryFolder().resolve("bridle.db"));
    }
  },
  POSTGRESQL {
    @Override
    public DatabaseUrl emptyDatabase() {
      return DatabaseUrl.postgresql(Server.fresh(), Optional.empty());
    }
  };

  public abstract DatabaseUrl emptyDatabase();

  /** A new database with the whole schema and nothing in it. */
  public Database open() {
    return Database.open(emptyDatabase());
  }

  public static Path temporaryFolder() {
    return temporaryFolder(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * In memory where the system has such a place: for tests that commit a hundred thousand times.
   */
  public static Path folderInMemory() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? temporaryFolder(shared) : temporaryFolder();
  }

  private static Path temporaryFolder(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "bridle-test");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Left to whoever cleans the system's temporary files.
    }
  }

  /** One PostgreSQL for the whole test run; each test gets a database of its own in it. */
  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private Server() {}

    static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String fresh() {
      String name = "bridle_" + UUID.randomUUID().toString().replace("-", "");
      try (var connection = ONE.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      return "postgresql://postgres@localhost:" + ONE.getPort() + "/" + name;
    }
  }
}
