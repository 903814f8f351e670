package dev.bridle.testing;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The two databases that every store test runs on. */
public enum Engine {
  SQLITE {
    @Override
    public DatabaseUrl emptyDatabase() {
      return DatabaseUrl.sqlite(temporaryFolder().resolve("bridle.db"));
    }

    @Override
    public DatabaseUrl newDatabase(Path folder) {
      return Schema.copyInto(folder);
    }
  },
  POSTGRESQL {
    @Override
    public DatabaseUrl emptyDatabase() {
      return PostgresServer.empty();
    }

    @Override
    public DatabaseUrl newDatabase(Path folder) {
      return Schema.copyOnPostgres();
    }
  };

  /** Without a schema: whoever opens it first makes that. */
  public abstract DatabaseUrl emptyDatabase();

  /**
   * With the whole schema and nothing in it.
   *
   * @param folder where it is if it is a file
   */
  public abstract DatabaseUrl newDatabase(Path folder);

  public DatabaseUrl newDatabase() {
    return newDatabase(temporaryFolder());
  }

  /** A new database with the whole schema and nothing in it. */
  public Database open() {
    return Database.open(newDatabase());
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
}
