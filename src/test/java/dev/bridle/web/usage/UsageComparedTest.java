package dev.bridle.web.usage;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page of usage says of real calls: against the days before, and by person. */
@OnBothEngines
class UsageComparedTest {
  private static final String PANELS = "/organizations/acme/usage/panels/";

  private final MovableClock clock = new MovableClock();
  private final UsedModels used;
  private final Walker ana;

  UsageComparedTest(Engine engine) {
    used = new UsedModels(engine, clock);
    ana = new Walker(used.desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    used.close();
  }

  /** More calls like the one that was made, some days before it. */
  private void before(int days, int calls, long cacheRead) {
    for (int i = 0; i < calls; i++) {
      used.desk.database().write(sql -> copy(sql, Duration.ofDays(days), cacheRead));
    }
  }

  private int copy(DSLContext sql, Duration ago, long cacheRead) {
    var row =
        sql.selectFrom(MODEL_CALL).orderBy(MODEL_CALL.OPENED_MS.desc()).limit(1).fetchSingle();
    var opened = clock.instant().minus(ago);
    long settled =
        Objects.requireNonNull(
            sql.select(DSL.max(MODEL_CALL.SETTLE_NO)).from(MODEL_CALL).fetchSingle().value1());
    return sql.insertInto(MODEL_CALL)
        .set(row.intoMap())
        .set(MODEL_CALL.ID, Uuid7.at(opened))
        .set(MODEL_CALL.OPENED_MS, opened.toEpochMilli())
        .set(MODEL_CALL.CACHE_READ_TOKENS, cacheRead)
        .set(MODEL_CALL.SETTLE_NO, settled + 1)
        .execute();
  }

  private String panel(String name, String asked) {
    var came = ana.get(PANELS + name + "?product=hosted_models" + asked, "HX-Request", "true");
    assertThat(came.statusCode()).isEqualTo(200);
    return came.body();
  }

  private static Pattern figure(String label, String value, String change) {
    return Pattern.compile(
        "<dt>%s</dt><dd[^>]*>%s</dd>\\s*<dd class=\"[^\"]*figure-note\">%s</dd>"
            .formatted(label, Pattern.quote(value), Pattern.quote(change)));
  }

  @Test
  void figuresAreComparedWithTheDaysBefore() {
    used.call();
    used.call();
    assertThat(used.desk.getRest("usage").statusCode()).isEqualTo(200);
    before(1, 4, 0);
    before(2, 1, 3_000);
    assertThat(panel("figures", "&from=2026-11-23&until=2026-11-23"))
        .as("less than the day before")
        .containsPattern(figure("Calls", "2", "−50.0 %"))
        .containsPattern(figure("Input tokens", "14,000", "−50.0 %"))
        .containsPattern(figure("Cache-hit ratio", "30.0 %", "+30.0 points"))
        .contains("Compared with the day before.");
    assertThat(panel("figures", "&from=2026-11-22&until=2026-11-22"))
        .as("more than the day before")
        .containsPattern(figure("Calls", "4", "+300.0 %"))
        .containsPattern(figure("Output tokens", "400", "+300.0 %"))
        .containsPattern(figure("Cache-hit ratio", "0.0 %", "−30.0 points"));
    assertThat(panel("figures", "&from=2026-11-21&until=2026-11-21"))
        .as("nothing the day before")
        .containsPattern(figure("Calls", "1", "none before"))
        .containsPattern(figure("Spend", "$0.0153", "none before"));
    assertThat(panel("figures", "&from=2026-11-19&until=2026-11-20"))
        .as("nothing then or before")
        .containsPattern(figure("Calls", "0", "as before"))
        .contains("Compared with the 2 days before.");
    assertThat(panel("figures", "&from=2026-11-22&until=2026-11-23"))
        .as("two days against two")
        .containsPattern(figure("Calls", "6", "+500.0 %"))
        .contains("Compared with the 2 days before.");
  }

  @Test
  void peopleAreCalledByTheirNames() {
    used.call();
    String id = used.desk.ci.personId;
    assertThat(panel("breakdown", "&by=creator"))
        .contains("<bdi>Ana</bdi>", "creator=" + id)
        .doesNotContain("<bdi>" + id);
    assertThat(panel("breakdown", "&by=build")).contains("Ana").doesNotContain(">" + id);
  }
}
