package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.HttpError;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@OnBothEngines
class PriceBooksTest {
  private static final Actor ANA = new Actor("USER", "ana", "Ana", "127.0.0.1", null);
  private static final String LIKE = "[{\"id\":\"m\",\"price_like\":\"claude-opus-5-5\"}]";

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final CiRecord acme;
  private final CiRecord other;
  private final PriceBooks books;

  PriceBooksTest(Engine engine) {
    database = engine.open();
    acme = database.write(sql -> CiRecord.of(sql, "acme"));
    other = database.write(sql -> CiRecord.of(sql, "other"));
    books = new PriceBooks(database, new AuditLog(database, clock), PriceBook.anthropic(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private PriceBook book() {
    return books.of(acme.organizationId).join();
  }

  @Test
  void anOrganizationWithoutPricesHasTheBookItself() {
    assertThat(book()).isSameAs(books.base());
    assertThat(books.document(acme.organizationId).version()).isZero();
  }

  @Test
  void aChangeIsThereAtTheNextCallAndOnlyForItsOrganization() {
    book();
    books.save(ANA, acme.organizationId, 0, json(LIKE));
    assertThat(book().version()).isEqualTo("2026-11-23+1");
    assertThat(book().modelOf("m")).isPresent();
    assertThat(books.of(other.organizationId).join().modelOf("m")).isEmpty();
  }

  @Test
  void everyVersionIsKept() {
    books.save(ANA, acme.organizationId, 0, json(LIKE));
    books.save(ANA, acme.organizationId, 1, json("[]"));
    assertThat(book().modelOf("m")).isEmpty();
    assertThat(books.find(acme.organizationId, "2026-11-23+1").orElseThrow().modelOf("m"))
        .isPresent();
    assertThat(books.find(acme.organizationId, "2026-11-23")).contains(books.base());
    for (String unknown :
        new String[] {"2026-11-23+9", "2025-01-01", "2025-01-01+1", "x+1", "2026-11-23+x"}) {
      assertThat(books.find(acme.organizationId, unknown)).isEmpty();
    }
  }

  @Test
  void aStaleChangeIsRefused() {
    books.save(ANA, acme.organizationId, 0, json(LIKE));
    assertThatThrownBy(() -> books.save(ANA, acme.organizationId, 0, json("[]")))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(409));
    assertThat(book().modelOf("m")).isPresent();
  }

  @Test
  void ofManyChangesAtOnceOneWins() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> save =
          () -> {
            try {
              books.save(ANA, acme.organizationId, 0, json(LIKE));
              return 1;
            } catch (HttpError e) {
              return 0;
            }
          };
      int won = 0;
      for (var result : threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> save).toList())) {
        won += result.get();
      }
      assertThat(won).isEqualTo(1);
    }
    assertThat(books.document(acme.organizationId).version()).isEqualTo(1);
  }

  @Test
  void aBadDocumentNeverReplacesAGoodOne() {
    books.save(ANA, acme.organizationId, 0, json(LIKE));
    assertThatThrownBy(() ->
            books.save(ANA, acme.organizationId, 1, json("[{\"id\":\"z\",\"price_like\":\"y\"}]")))
        .isInstanceOfSatisfying(
            HttpError.class,
            e -> {
              assertThat(e.status()).isEqualTo(422);
              assertThat(e.sentence())
                  .isEqualTo(
                      "These prices can't be taken: price book: z: price_like names no model with prices: y.");
            });
    assertThat(book().modelOf("m")).isPresent();
    assertThat(books.document(acme.organizationId).version()).isEqualTo(1);
  }

  @Test
  void theAuditTrailShowsWhatChanged() {
    books.save(ANA, acme.organizationId, 0, json(LIKE));
    clock.pass(Duration.ofSeconds(1));
    books.save(
        ANA,
        acme.organizationId,
        1,
        json(LIKE.replace("]", ",{\"id\":\"n\",\"price_like\":\"claude-opus-5\"}]")));
    clock.pass(Duration.ofSeconds(1));
    books.save(ANA, acme.organizationId, 2, json(LIKE));
    var events =
        database.read(
            sql -> sql.selectFrom(AUDIT_EVENT).orderBy(AUDIT_EVENT.ID).fetch(AUDIT_EVENT.DATA));
    assertThat(events)
        .containsExactly(
            "{\"before\":{},\"after\":{\"m\":{\"id\":\"m\",\"price_like\":\"claude-opus-5-5\"}}}",
            "{\"before\":{},\"after\":{\"n\":{\"id\":\"n\",\"price_like\":\"claude-opus-5\"}}}",
            "{\"before\":{\"n\":{\"id\":\"n\",\"price_like\":\"claude-opus-5\"}},\"after\":{}}");
  }
}
