package dev.bridle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.testing.Engine;
import java.time.Instant;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/**
 * A database that can't grow refuses writes, still answers, and goes on when there is room again.
 */
class FullDiskTest {
  private static final String INSERT =
      "insert into person (id, email, name, created_ms) values (?, ?, ?, ?)";

  private static HotRow large() {
    String id = Uuid7.at(Instant.now());
    return HotRow.of(INSERT, id, id, "x".repeat(200_000), 1L);
  }

  private static long limit(Database database, long pages) {
    return database.write(
        sql -> sql.fetchSingle("pragma max_page_count = " + pages).get(0, Long.class));
  }

  private static int persons(Database database) {
    return database.read(sql -> sql.fetchCount(dev.bridle.store.schema.Tables.PERSON));
  }

  @Test
  void writesFailReadsGoOnAndRoomHeals() {
    try (var database = Engine.SQLITE.open()) {
      long pages = database.read(sql -> sql.fetchSingle("pragma page_count").get(0, Long.class));
      assertThat(limit(database, pages + 10)).isEqualTo(pages + 10);
      assertThatThrownBy(() -> database.writeHot(large()).committed().join())
          .hasRootCauseMessage(
              "[SQLITE_FULL] Insertion failed because database is full (database or disk is full)");
      // A full disk undoes the transaction by itself, and the connection is opened anew.
      limit(database, pages + 10);
      assertThatThrownBy(() ->
              database.execute(sql ->
                  sql.execute(
                      "insert into person (id, email, name, created_ms) values ('a', 'a', '"
                          + "x".repeat(200_000)
                          + "', 1)")))
          .isInstanceOf(DataAccessException.class);
      assertThat(persons(database)).isZero();
      limit(database, pages + 10_000);
      database.writeHot(large()).durable().join();
      assertThat(persons(database)).isEqualTo(1);
    }
  }
}
