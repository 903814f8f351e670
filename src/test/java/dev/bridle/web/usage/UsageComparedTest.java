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
import java.util.List;
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

  private String only(String name, String asked) {
    return panel(name, "&from=2026-11-22&until=2026-11-23" + asked);
  }

  /** Cells of the table beneath a chart. */
  private static String row(String page, String period) {
    int at = page.indexOf("<th scope=\"row\"", page.indexOf("Show as a table"));
    while (!page.substring(at, page.indexOf("</th>", at)).contains(period)) {
      at = page.indexOf("<th scope=\"row\"", at + 1);
      assertThat(at).as(period).isPositive();
    }
    return page.substring(at, page.indexOf("</tr>", at)).replaceAll("\\s+", " ");
  }

  @Test
  void whatIsMeasuredIsChosen() {
    used.call();
    assertThat(used.desk.getRest("usage").statusCode()).isEqualTo(200);
    before(1, 1, 0);
    String slot = ana.get("/organizations/acme/usage?product=hosted_models").body();
    assertThat(slot)
        .contains(
            "order=cost\"",
            "order=calls\"",
            "order=tokens\"",
            "order=token_kinds\"",
            "order=cache_hits\"",
            "order=refused_calls\"");
    assertThat(only("series", "&order=cost"))
        .contains("Spend for each hour by pipeline", "$0.0153");
    assertThat(only("series", "&order=calls")).contains("Calls for each hour", "1 call<");
    assertThat(only("series", "&order=tokens")).contains("Tokens for each hour", "10,100 tokens");
    assertThat(only("series", "&by=creator"))
        .contains("Spend for each hour by creator", "<bdi>Ana</bdi>");
  }

  @Test
  void tokensByKindAreToldOverTime() {
    used.call();
    assertThat(used.desk.getRest("usage").statusCode()).isEqualTo(200);
    before(1, 2, 500);
    String series = panel("series", "&from=2026-11-10&until=2026-11-23&order=token_kinds");
    assertThat(series)
        .contains("Tokens by kind for each day")
        .contains("<bdi>Input</bdi>", "<bdi>Output</bdi>")
        .contains("<bdi>Read from cache</bdi>", "<bdi>Written to cache</bdi>")
        .contains("23 Nov 2026, Read from cache: 3,000 tokens");
    assertThat(row(series, "22 Nov 2026"))
        .contains(
            "15,200 tokens</td> <td class=\"number\">14,000 tokens</td>"
                + " <td class=\"number\">200 tokens</td> <td class=\"number\">1,000 tokens</td>"
                + " <td class=\"number\">0 tokens</td>");
  }

  @Test
  void cacheHitsAreToldOverTimeAndByGroup() {
    used.call();
    assertThat(used.desk.getRest("usage").statusCode()).isEqualTo(200);
    before(1, 1, 0);
    for (String by : List.of("pipeline", "model", "branch", "creator", "build")) {
      String asked = "&from=2026-11-10&until=2026-11-23&order=cache_hits&by=" + by;
      String series = panel("series", asked);
      assertThat(series).contains("Cache-hit ratio for each day", "100 %</text>");
      assertThat(row(series, "22 Nov 2026")).contains("0.0 %");
      assertThat(row(series, "23 Nov 2026")).contains("30.0 %");
      assertThat(row(series, "21 Nov 2026")).as("of nothing there is no ratio").contains("–");
      assertThat(panel("breakdown", asked)).contains("Cache hits", ">17.6 %</td>");
    }
  }

  @Test
  void spendAndTokensOfTheCacheAreCompared() {
    used.call();
    assertThat(used.desk.getRest("usage").statusCode()).isEqualTo(200);
    before(1, 2, 1_500);
    assertThat(panel("figures", "&from=2026-11-23&until=2026-11-23"))
        .containsPattern(figure("Spend", "$0.0153", "−50.0 %"))
        .containsPattern(figure("Read from cache", "3,000", "as before"))
        .containsPattern(figure("Written to cache", "0", "as before"))
        .containsPattern(figure("Refused calls", "0", "as before"));
  }

  @Test
  void refusedCallsAreComparedAndToldByGroup() {
    used.desk.policy(
        "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
        "{'id':'all','effect':'allow'}");
    refuse();
    clock.pass(Duration.ofDays(1));
    refuse();
    refuse();
    clock.pass(Duration.ofMinutes(2));
    refuse();
    assertThat(panel("figures", "&from=2026-11-24&until=2026-11-24"))
        .containsPattern(figure("Refused calls", "3", "+200.0 %"));
    String asked = "&from=2026-11-10&until=2026-11-24&order=refused_calls";
    String build =
        "/acme/analysis/builds/"
            + used.desk.refusedCalls().path(0).path("build_number").asLong()
            + "/ai";
    for (String by : List.of("pipeline", "model", "branch", "creator", "build")) {
      assertThat(row(panel("series", asked + "&by=" + by), "24 Nov 2026"))
          .contains(">3 refused</td>");
      assertThat(panel("breakdown", asked + "&by=" + by)).contains("Refused calls", ">4</td>");
    }
    assertThat(panel("breakdown", asked + "&by=pipeline"))
        .contains("<bdi>analysis</bdi>", "pipeline=analysis&amp;by=build&amp;order=refused_calls");
    assertThat(panel("breakdown", asked + "&by=build")).contains("href=\"" + build + "\"");
    String newest = panel("refused", asked);
    assertThat(newest)
        .contains("<code>", "href=\"" + build + "\"")
        .contains("href=\"/acme/analysis\"", "Refused calls over time and by group");
    assertThat(newest.split("/ai\"", -1)).as("one row for each minute").hasSize(1 + 3);
    assertThat(panel("series", "&from=2026-11-01&until=2026-11-02&order=refused_calls"))
        .contains("No call was refused in these days.");
  }

  private void refuse() {
    assertThat(used.ask("claude-opus-5-5")).isEqualTo(403);
  }
}
