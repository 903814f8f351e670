package dev.bridle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Windows begin and end by the database's clock, whatever the server's own says. */
class DatabaseClockTest {
  @Test
  void aDatabaseThatIsAnHourAheadIsFollowed() {
    DatabaseUrl url = Engine.POSTGRESQL.emptyDatabase();
    try (var database = Database.open(url)) {
      String name = database.read(sql -> sql.fetchSingle("select current_database()").get(0) + "");
      database.execute(sql -> {
        sql.execute(
            "create function public.clock_timestamp() returns timestamptz language sql as $$select pg_catalog.clock_timestamp() + interval '1 hour'$$");
        sql.execute("alter database \"" + name + "\" set search_path = public, pg_catalog");
      });
    }
    var mine = Instant.parse("2026-11-24T11:59:00Z");
    try (var database = Database.open(url)) {
      database.claim();
      var time = database.time(InstantSource.fixed(mine));
      assertThat(Duration.between(mine, time.instant()))
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }
  }

  @Test
  void oneThatAgreesIsNotTakenForAnother() {
    try (var database = Database.open(Engine.POSTGRESQL.emptyDatabase())) {
      database.claim();
      var mine = Instant.parse("2026-11-24T11:59:00Z");
      assertThat(database.time(InstantSource.fixed(mine)).instant()).isEqualTo(mine);
    }
  }
}
