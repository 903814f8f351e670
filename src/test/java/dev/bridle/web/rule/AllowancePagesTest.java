package dev.bridle.web.rule;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.web.CallSite;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of allowances: many of them, many of their targets, and what these are called. */
@OnBothEngines
class AllowancePagesTest {
  private static final String ALLOWANCES = "/organizations/acme/allowances";
  private static final String HOSTILE = "<script>alert(1)</script>\u202Etxt\u001B[31m*";

  private final CallSite site;
  private final CallDesk desk;

  AllowancePagesTest(Engine engine) {
    site = new CallSite(engine);
    desk = site.desk;
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> models(String page) {
    return Pattern.compile("<bdi>(claude-m-\\d+)</bdi>")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void manyAllowancesAreReadByPages() {
    for (int i = 0; i < 60; i++) {
      desk.allow("organization", "requests", "day", "9", "model", "claude-m-" + i);
    }
    String first = site.body(ALLOWANCES);
    String second = site.body(ALLOWANCES + "?page=2");
    assertThat(models(first)).hasSize(50);
    assertThat(models(second)).hasSize(10).doesNotContainAnyElementsOf(models(first));
    assertThat(first).contains("Page 1 of 2");
    assertThat(second).contains("Page 2 of 2", "rel=\"prev\"");
    assertThat(models(site.body("/organizations/acme/model-providers/anthropic"))).hasSize(10);
    assertThat(site.body("/organizations/acme/model-providers/anthropic"))
        .contains("50 more are about these calls.", "All allowances");
  }

  @Test
  void anAllowanceNamesItsTargets() {
    var scopes = List.of("organization", "cluster", "queue", "pipeline", "build", "job");
    var ids =
        scopes.stream()
            .map(scope -> desk.allow(scope, "requests", "lifetime", "9").path("id").asString())
            .toList();
    site.ask();
    assertThat(desk.getRest("usage").statusCode()).isEqualTo(200);
    for (int i = 0; i < scopes.size(); i++) {
      String page = site.body(ALLOWANCES + "/" + ids.get(i));
      assertThat(page)
          .as(scopes.get(i))
          .contains("Its amount and its mode can be changed.", "Its changes in the audit log")
          .doesNotContain("<code>" + desk.job.jobId());
      String wanted =
          switch (scopes.get(i)) {
            case "cluster" -> "href=\"/organizations/acme/clusters/[0-9a-f-]{36}\"><bdi>";
            case "queue" -> "/queues/[0-9a-f-]{36}\"><bdi>[^<]+, [^<]+</bdi>";
            case "pipeline" -> "href=\"/acme/analysis\"><bdi>";
            case "build" -> "builds/\\d+/ai\"><bdi>analysis #\\d+</bdi>";
            case "job" -> "builds/\\d+/ai\"><bdi>[^<]+, analysis #\\d+</bdi>";
            default -> "<td class=\"long\"><bdi>[^<-]+</bdi>";
          };
      assertThat(page).as(scopes.get(i)).containsPattern(wanted);
      String events =
          Pattern.compile("href=\"([^\"]*audit-log[^\"]*subject=[^\"]*)\"")
              .matcher(page)
              .results()
              .findFirst()
              .orElseThrow()
              .group(1)
              .replace("&amp;", "&");
      assertThat(site.body(events)).contains("ALLOWANCE_CREATED");
    }
  }

  @Test
  void manyTargetsAreReadByPages() {
    String id = desk.allow("build", "requests", "lifetime", "9").path("id").asString();
    desk.database()
        .execute(sql -> {
          for (int i = 0; i < 25; i++) {
            sql.insertInto(ALLOWANCE_BALANCE)
                .set(ALLOWANCE_BALANCE.ALLOWANCE_ID, id)
                .set(ALLOWANCE_BALANCE.TARGET_ID, "a-build-that-is-gone-" + i)
                .set(ALLOWANCE_BALANCE.WINDOW_MS, 0L)
                .set(ALLOWANCE_BALANCE.SETTLED, (long) i)
                .set(ALLOWANCE_BALANCE.HELD, 0L)
                .set(ALLOWANCE_BALANCE.NOTED, 0L)
                .execute();
          }
        });
    String page = site.body(ALLOWANCES + "/" + id);
    assertThat(page).contains("<bdi>a-build-that-is-gone-24</bdi>", "Page 1 of 2");
    assertThat(page.split("a-build-that-is-gone", -1)).hasSize(1 + 20);
    assertThat(site.body(ALLOWANCES + "/" + id + "?page=2").split("a-build-that-is-gone", -1))
        .hasSize(1 + 5);
    assertThat(site.body(ALLOWANCES)).contains(">24</span>");
  }

  @Test
  void hostileNamesStayText() {
    var made = desk.allow("organization", "requests", "day", "9", "model", "claude-*");
    desk.database().execute(sql -> sql.update(ALLOWANCE).set(ALLOWANCE.MODEL, HOSTILE).execute());
    for (String path : List.of(ALLOWANCES, ALLOWANCES + "/" + made.path("id").asString())) {
      assertThat(site.body(path))
          .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u202E")
          .doesNotContain("<script>alert");
    }
  }
}
