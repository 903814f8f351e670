package dev.bridle.web.rule;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Walker;
import dev.bridle.web.CallSite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dry runs show which calls would have been refused, and say how many more there are. */
@OnBothEngines
class DryRunRowsTest {
  private static final String SETTINGS = "/organizations/acme";
  private static final Pattern ROW =
      Pattern.compile("<bdi>(analysis #\\d+)</bdi></a></td>.*?<td class=\"number\">([\\d,]+)</td>");
  private static final String HOSTILE = "<script>alert(1)</script>\u202Etxt \u001B[31m";

  private final CallSite site;
  private final CallDesk desk;
  private final Walker ana;

  DryRunRowsTest(Engine engine) {
    site = new CallSite(engine);
    desk = site.desk;
    ana = site.ana;
    site.ask();
    assertThat(desk.getRest("usage").statusCode()).isEqualTo(200);
    // The newest build has four calls, each of 24 others one.
    for (int i = 0; i < 27; i++) {
      copy(1_000 + Math.max(0, i - 2), i + 1);
    }
    desk.database()
        .execute(
            sql -> sql.deleteFrom(MODEL_CALL).where(MODEL_CALL.BUILD_NUMBER.lt(1_000L)).execute());
    copy(1_000, 0);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void copy(long build, int secondsAgo) {
    desk.database()
        .execute(sql -> {
          var row = sql.selectFrom(MODEL_CALL).orderBy(MODEL_CALL.ID.desc()).limit(1).fetchSingle();
          var at = Instant.now().minusSeconds(60 + secondsAgo);
          sql.insertInto(MODEL_CALL)
              .set(row.intoMap())
              .set(MODEL_CALL.ID, Uuid7.at(at))
              .set(
                  MODEL_CALL.BUILD_ID, row.get(MODEL_CALL.BUILD_ID).substring(0, 30) + "00" + build)
              .set(MODEL_CALL.BUILD_NUMBER, build)
              .set(MODEL_CALL.OPENED_MS, at.toEpochMilli())
              .set(MODEL_CALL.SETTLED_MS, at.toEpochMilli() + 1)
              .set(MODEL_CALL.MODEL_ASKED, build == 1_001 ? HOSTILE : "claude-sonnet-5-5")
              .set(MODEL_CALL.SETTLE_NO, 10_000 + build * 100 + secondsAgo)
              .execute();
        });
  }

  private static List<MatchResult> rows(String page) {
    return ROW.matcher(page.replaceAll("\\s+", " ")).results().toList();
  }

  @Test
  void aPolicysRowsAreOfRulesAndBuilds() {
    String none = "{\"rules\": [{\"id\": \"none\", \"effect\": \"deny\"}]}";
    String page =
        ana.submit(
                SETTINGS + "/ai-policy/edit",
                Map.of("version", "0", "text", none, "days", "1", "act", "try"))
            .body();
    assertThat(page).contains("28 of the 28 calls of the last day would have been refused.");
    var rows = rows(page);
    assertThat(rows).hasSize(20);
    assertThat(rows.getFirst().group(1)).isEqualTo("analysis #1000");
    assertThat(rows.getFirst().group(2)).isEqualTo("4");
    assertThat(rows.stream().skip(1)).allMatch(row -> row.group(2).equals("1"));
    assertThat(page)
        .contains("Each row is the newest call of one rule and build.")
        .contains("And 5 calls more, of 5 other rules and builds.")
        .doesNotContain("<script>alert");
  }

  @Test
  void anAllowancesRowsAreOfTargets() {
    desk.deleteAllowances();
    String page =
        ana.submit(
                SETTINGS + "/allowances/new",
                Map.of(
                    "scope",
                    "build",
                    "unit",
                    "usd",
                    "window",
                    "lifetime",
                    "amount",
                    "0.001",
                    "mode",
                    "hard",
                    "days",
                    "1",
                    "act",
                    "try"))
            .body();
    assertThat(page).contains("28 of the 28 calls of the last day would have been refused.");
    var rows = rows(page);
    assertThat(rows).hasSize(20).allMatch(row -> row.group(2).equals("1"));
    assertThat(rows.getFirst().group(1)).isEqualTo("analysis #1024");
    assertThat(page)
        .contains("Each row is the first call of one target.")
        .contains("And 8 calls more, of 5 other targets.");
  }
}
