package dev.bridle.store;

import static dev.bridle.store.schema.Tables.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class DatabaseTest {
  private static final String INSERT =
      "insert into person (id, email, name, created_ms) values (?, ?, ?, ?)";

  private final DatabaseUrl url;
  private Database database;

  DatabaseTest(Engine engine) {
    url = engine.emptyDatabase();
    database = Database.open(url);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static HotRow person(String email) {
    return HotRow.of(INSERT, Uuid7.at(Instant.now()), email, "n", 1L);
  }

  private static HotStep both(HotStep one, HotStep other) {
    return sql -> {
      one.run(sql);
      other.run(sql);
    };
  }

  private long persons() {
    return database.read(sql -> (long) sql.fetchCount(PERSON));
  }

  private static int insert(DSLContext sql, String email) {
    return sql.insertInto(PERSON).values(Uuid7.at(Instant.now()), email, "n", 1L).execute();
  }

  @Test
  void hotRowsAreThereWhenCommittedAndAfterARestart() {
    var written = database.writeHot(both(person("a"), person("b")));
    written.committed().join();
    assertThat(persons()).isEqualTo(2);
    written.durable().join();
    database.close();
    database = Database.open(url);
    assertThat(persons()).isEqualTo(2);
  }

  @Test
  void aUnitOfHotRowsIsWrittenWholeOrNotAtAllAndABadOneHurtsNobodyElse() {
    var all = new ArrayList<Written>();
    for (int i = 0; i < 50; i++) {
      all.add(database.writeHot(both(person("p" + i), person(i == 20 ? "p20" : "q" + i))));
    }
    for (int i = 0; i < 50; i++) {
      var committed = all.get(i).committed();
      if (i == 20) {
        assertThatThrownBy(committed::join).hasRootCauseInstanceOf(java.sql.SQLException.class);
      } else {
        committed.join();
      }
    }
    assertThat(persons()).isEqualTo(98);
  }

  @Test
  void hotRowsAndTransactionsMixFromManyThreads() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < 100; i++) {
        String email = "m" + i;
        done.add(
            CompletableFuture.runAsync(() -> database.execute(sql -> insert(sql, email)), threads));
        done.add(database.writeHot(person("h" + i)).committed());
      }
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
    }
    assertThat(persons()).isEqualTo(200);
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() {
    assertThatThrownBy(() ->
            database.execute(sql -> {
              insert(sql, "x");
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(persons()).isZero();
    database.execute(sql -> insert(sql, "x"));
    assertThat(persons()).isEqualTo(1);
  }

  @Test
  void aBrokenRuleOfTheSchemaIsThrownToItsCauserOnly() {
    database.execute(sql -> insert(sql, "x"));
    assertThatThrownBy(() -> database.execute(sql -> insert(sql, "x")))
        .isInstanceOf(DataAccessException.class);
    database.execute(sql -> insert(sql, "y"));
    assertThat(persons()).isEqualTo(2);
  }

  @Test
  void foreignKeysAreKept() {
    assertThatThrownBy(() ->
            database.execute(sql ->
                sql.execute(
                    "insert into member (organization_id, person_id, role, created_ms) values ('no', 'no', 'admin', 1)")))
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void countersGoUpOncePerTransactionUnderContention() {
    database.execute(sql -> insert(sql, "c"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < 64; i++) {
        done.add(
            CompletableFuture.runAsync(
                () ->
                    database.execute(sql ->
                        sql.update(PERSON)
                            .set(PERSON.CREATED_MS, PERSON.CREATED_MS.plus(1))
                            .execute()),
                threads));
      }
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
    }
    long count =
        database.read(sql -> sql.select(PERSON.CREATED_MS).from(PERSON).fetchSingle().value1());
    assertThat(count).isEqualTo(65);
  }

  @Test
  void settlingWaitsForWhatWasQueuedBefore() {
    for (int i = 0; i < 500; i++) {
      database.writeHot(person("s" + i));
    }
    database.settleHot();
    assertThat(persons()).isEqualTo(500);
  }
}
