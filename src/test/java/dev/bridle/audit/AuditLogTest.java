package dev.bridle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class AuditLogTest {
  private static final String ACME = "acme";

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final AuditLog audit;

  AuditLogTest(Engine engine) {
    database = Database.open(engine.emptyDatabase());
    audit = new AuditLog(database, clock);
    for (int i = 0; i < 6; i++) {
      record(ACME, "Event " + i);
      record("other", "Event " + i);
      clock.pass(Duration.ofMinutes(1));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void record(String organization, String name) {
    var event = AuditEvent.created(organization, "PIPELINE", name, name, Map.of("name", name));
    database.execute(sql -> audit.record(sql, Actor.operator("127.0.0.1", null), event));
  }

  private List<String> names(AuditQuery query, @Nullable String before, @Nullable String reach) {
    return audit.list(query, before, reach, 10).stream()
        .map(entry -> String.valueOf(entry.subjectName()))
        .toList();
  }

  @Test
  void aSearchReachesSoFarAndThenGoesOn() {
    var third = new AuditQuery(ACME, "event 1", null, List.of(), null, null, null, null);

    String reach = audit.reach(ACME, null, 4).orElseThrow();
    assertThat(names(AuditQuery.all(ACME), null, reach))
        .containsExactly("Event 5", "Event 4", "Event 3", "Event 2");
    assertThat(names(third, null, reach)).isEmpty();

    assertThat(audit.reach(ACME, reach, 4)).isEmpty();
    assertThat(names(third, reach, null)).containsExactly("Event 1");
    assertThat(audit.reach("nobody", null, 1)).isEmpty();
  }

  @Test
  void aSearchOfWhatIsNewerReachesSoFarToo() {
    var last = new AuditQuery(ACME, "event 5", null, List.of(), null, null, null, null);
    String oldest = audit.list(ACME, null, 10).getLast().id();

    String reach = audit.reachOfNewer(ACME, oldest, 3).orElseThrow();
    assertThat(newer(AuditQuery.all(ACME), oldest, reach))
        .containsExactly("Event 3", "Event 2", "Event 1");
    assertThat(newer(last, oldest, reach)).isEmpty();

    assertThat(audit.reachOfNewer(ACME, reach, 3)).isEmpty();
    assertThat(newer(last, reach, null)).containsExactly("Event 5");
    assertThat(audit.reachOfNewer("nobody", oldest, 1)).isEmpty();
  }

  private List<String> newer(AuditQuery query, String than, @Nullable String reach) {
    return audit.listNewer(query, than, reach, 10).stream()
        .map(entry -> String.valueOf(entry.subjectName()))
        .toList();
  }

  @Test
  void eventsOfATimeAreThoseThatHappenedInIt() {
    Instant end = clock.instant().minus(Duration.ofMinutes(2));
    var query =
        new AuditQuery(
            ACME, null, null, List.of(), null, null, end.minus(Duration.ofMinutes(2)), end);
    assertThat(names(query, null, null)).containsExactly("Event 3", "Event 2");
  }
}
