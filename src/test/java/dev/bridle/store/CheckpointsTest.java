package dev.bridle.store;

import static org.awaitility.Awaitility.await;

import dev.bridle.testing.Engine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final String INSERT =
      "insert into person (id, email, name, created_ms) values (?, 'a', 'n', 1)";
  private static final String CHANGE = "update person set name = ?";

  /** Where the log's header has the number that is another one each time it is begun anew. */
  private static final int SALT = 16;

  private static long salt(Path log) throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(SALT);
      return file.readInt();
    }
  }

  /** Two at it: while one waits for its commit, the writer has the other's. */
  @Test
  void theLogIsBegunAnewThoughThereIsAlwaysMoreToWrite() throws Exception {
    var url = Engine.SQLITE.emptyDatabase();
    var log = Path.of(url.file().orElseThrow() + "-wal");
    var over = new AtomicBoolean();
    try (var database = Database.open(url)) {
      database.writeHot(HotRow.of(INSERT, Uuid7.at(Instant.now()))).committed().join();
      long before = salt(log);
      var writing =
          Stream.of("x", "y")
              .map(letter -> Thread.ofPlatform().start(() -> write(database, letter, over)))
              .toList();
      await().atMost(Duration.ofSeconds(60)).until(() -> salt(log) != before);
      over.set(true);
      for (Thread one : writing) {
        one.join();
      }
    }
  }

  private static void write(Database database, String letter, AtomicBoolean over) {
    while (!over.get()) {
      database.writeHot(HotRow.of(CHANGE, letter.repeat(100_000))).committed().join();
    }
  }
}
