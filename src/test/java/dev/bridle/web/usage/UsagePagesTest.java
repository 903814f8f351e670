package dev.bridle.web.usage;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Uuid7;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of usage as it comes from the server. */
@OnBothEngines
class UsagePagesTest {
  private static final String USAGE = "/organizations/acme/usage";
  private static final String HOSTED = USAGE + "?product=hosted_models";
  private static final Pattern LINK = Pattern.compile("href=\"(" + USAGE + "[^\"]*)\"");

  private final Engine engine;
  private final UsedModels used;
  private final Walker ana;

  UsagePagesTest(Engine engine) {
    this.engine = engine;
    used = new UsedModels(engine);
    ana = new Walker(used.desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    used.close();
  }

  private String body(String path) {
    var came = path.contains("/panels/") ? ana.panel(path) : ana.get(path);
    assertThat(came.statusCode()).as(path).isEqualTo(200);
    return came.body();
  }

  @Test
  void everyLinkOfAWholePageLeadsSomewhere() {
    used.many(300, 30);
    String whole = body(HOSTED + "&panels=all");
    assertThat(whole)
        .contains("All others", "Next page", "Older calls", "<svg viewBox")
        .doesNotContain("Loading…")
        .doesNotContain("<script>alert");
    var links =
        LINK.matcher(whole).results().map(link -> link.group(1).replace("&amp;", "&")).distinct();
    assertThat(links.filter(link -> ana.get(link).statusCode() != 200)).isEmpty();
  }

  @Test
  void panelsComeOneByOne() {
    used.call();
    for (PanelName name : PanelName.values()) {
      String address = USAGE + "/panels/" + name.word() + "?product=hosted_models";
      assertThat(ana.get(address, "HX-Request", "true").body())
          .as(name.word())
          .doesNotContain("<html")
          .isNotEmpty();
      assertThat(ana.get(address).headers().firstValue("Location"))
          .as("whoever opens a panel alone is led to its page")
          .contains(USAGE + "?product=hosted_models");
    }
    assertThat(body(HOSTED)).contains("hx-get=\"" + USAGE + "/panels/figures?");
    assertThat(ana.get(USAGE + "/panels/moon").statusCode()).isEqualTo(404);
    assertThat(ana.get(USAGE + "?product=packages").statusCode()).isEqualTo(404);
    assertThat(body(USAGE + "?product=model_providers")).contains("Over time");
  }

  @Test
  void whateverIsInTheAddressThereIsAPage() {
    used.call();
    for (String value :
        List.of("%27%20or%201%3D1%20--", "%25", "%F0%9F%98%80", "a".repeat(3_000), "-1", "0")) {
      for (String name :
          List.of(
              "pipeline", "branch", "creator", "model", "by", "order", "page", "before", "build")) {
        body(HOSTED + "&panels=all&" + name + "=" + value);
      }
      assertThat(ana.get(HOSTED + "&from=" + value).statusCode()).isEqualTo(422);
    }
    assertThat(ana.get(HOSTED + "&from=1026-01-01&until=2026-01-01").statusCode()).isEqualTo(422);
    assertThat(ana.get(HOSTED + "&from=2001-01-01&until=2026-01-01").body())
        .contains("At most ten years can be shown.");
    assertThat(body(HOSTED + "&panels=all&page=99999")).contains("Previous page");
    assertThat(body(HOSTED + "&panels=all&by=build&page=100")).contains("Previous page");
  }

  private static String location(java.net.http.HttpResponse<String> came) {
    return came.headers().firstValue("Location").orElse("");
  }

  private String filters(String page) {
    return page.substring(
        page.indexOf("aria-label=\"Filters\""),
        page.indexOf("</form>", page.indexOf("aria-label=\"Filters\"")));
  }

  @Test
  void filtersAreFieldsOfAForm() {
    used.call();
    String asked =
        "&pipeline=analysis&branch=%3Cb%3E&model=claude-*&provider=openai&from=2026-11-01&by=model";
    String form = filters(body(HOSTED + asked));
    assertThat(form)
        .contains(
            "name=\"pipeline\" value=\"analysis\"",
            "value=\"&lt;b>\"",
            "<option value=\"openai\" selected>OpenAI</option>",
            "<input type=\"hidden\" name=\"from\" value=\"2026-11-01\">",
            "<input type=\"hidden\" name=\"by\" value=\"model\">",
            "<option value=\"analysis\"></option>")
        .contains(">Ana Torres</option>", ">Ben Okafor</option>");
    assertThat(filters(body(HOSTED + "&creator=someone-who-left")))
        .contains("<option value=\"someone-who-left\" selected>someone-who-left</option>");
  }

  @Test
  void whoHasLeftKeepsTheirName() {
    used.call();
    String id = used.desk.onlyCall().path("creator_id").asString();
    String user = "/organizations/acme/users/" + id;
    assertThat(ana.submit(user + "/remove", user, Map.of()).statusCode()).isEqualTo(303);
    String panel = USAGE + "/panels/breakdown?product=hosted_models&by=";
    for (String by : List.of("creator", "build")) {
      assertThat(body(panel + by)).as(by).contains("Ana (left)").doesNotContain(">" + id);
    }
    String asked = HOSTED + "&creator=" + id;
    assertThat(filters(body(asked)))
        .contains("<option value=\"" + id + "\" selected>Ana (left)</option>");
    assertThat(ana.get(USAGE + ".csv?group_by=creator").body())
        .containsPattern("creator,.*,creator_name\r?\n" + id + ",1,.*,Ana \\(left\\)\r?\n");
    addMembers(250);
    assertThat(filters(body(asked))).contains("value=\"admin@acme.test\"");
    assertThat(location(ana.get(HOSTED + "&creator=Admin%40acme.test"))).contains("creator=" + id);
    assertThat(body("/organizations/acme/audit-log?type=organization_member_deleted"))
        .contains("<bdi>Ana</bdi>");
  }

  private void addMembers(int count) {
    used.desk
        .database()
        .execute(sql -> {
          String organizationId =
              sql.select(ORGANIZATION.ID).from(ORGANIZATION).fetchSingle().value1();
          for (int i = 0; i < count; i++) {
            String name = "person-" + i;
            sql.insertInto(PERSON)
                .values(Uuid7.at(Instant.ofEpochMilli(i)), name + "@example.com", "Person " + i, i)
                .execute();
            sql.insertInto(MEMBER)
                .select(
                    sql.select(
                            DSL.val(organizationId),
                            PERSON.ID,
                            DSL.val("member"),
                            DSL.val(Long.MAX_VALUE))
                        .from(PERSON)
                        .where(PERSON.EMAIL.eq(name + "@example.com")))
                .execute();
          }
        });
  }

  @Test
  void oneOfManyPeopleIsAskedForByNameOrAddress() {
    used.call();
    addMembers(250);
    String form = filters(body(HOSTED));
    assertThat(form)
        .contains(
            "list=\"usage-people\"", "one of 253 people", "<option value=\"ben@example.com\">")
        .doesNotContain("person-249@example.com");
    for (String typed : List.of("Person+249", "PERSON-249%40example.com", "person-249")) {
      String found = location(ana.get(HOSTED + "&by=model&creator=" + typed));
      assertThat(found).as(typed).containsPattern("creator=[0-9a-f-]{36}").contains("by=model");
      assertThat(filters(body(found))).contains("value=\"person-249@example.com\"");
    }
    assertThat(filters(body(HOSTED + "&creator=person")))
        .contains("Several people fit.", "value=\"person\"");
    assertThat(filters(body(HOSTED + "&creator=%3Cb%3Enobody")))
        .contains("No member has that", "value=\"&lt;b>nobody\"");
  }

  @Test
  void aBuildIsAskedForByItsName() {
    used.call();
    String id = used.desk.onlyCall().path("build_id").asString();
    String name = "analysis" + " #" + used.desk.onlyCall().path("build_number").asLong();
    for (String typed :
        List.of(
            "&build=" + Walker.encoded(name),
            "&build=" + Walker.encoded(name.replace(" ", "")),
            "&build=" + Walker.encoded(name.replace(" #", " ")),
            "&pipeline=" + "analysis" + "&build=%23" + name.replaceAll(".*#", ""))) {
      var came = ana.get(HOSTED + typed);
      assertThat(location(came)).as(typed).endsWith("&build=" + id).doesNotContain("pipeline");
      String page = body(location(came));
      assertThat(page).as(typed).contains("Build: <bdi>" + name + "</bdi>", "value=\"" + name);
    }
    assertThat(body(HOSTED + "&build=analysis+%23999999"))
        .contains("There is no such build", "value=\"analysis #999999\"");
    try (var other = used.desk.another("other")) {
      assertThat(body(HOSTED + "&build=" + other.job.buildId()))
          .as("another organization's build has no name here")
          .contains("Build: <bdi>" + other.job.buildId());
    }
  }

  private static String budgets(UsedModels used, Walker walker, String id, String amount) {
    String change = "{\"amount\":\"" + amount + "\"}";
    assertThat(used.desk.put("allowances/" + id, change).statusCode()).isEqualTo(200);
    return walker.get(USAGE + "/panels/budgets", "HX-Request", "true").body();
  }

  @Test
  void moneyThatIsSpentOrWillBeIsTold() {
    var clock = new MovableClock();
    try (var later = new UsedModels(engine, clock)) {
      var walker = new Walker(later.desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
      later.desk.deleteAllowances();
      String id = later.desk.allow("organization", "usd", "day", "1").path("id").asString();
      later.call();
      // The day is half over, and so half of it is spent.
      String within = walker.get(USAGE + "/panels/budgets", "HX-Request", "true").body();
      assertThat(within).contains("At this rate", "at the end").doesNotContain("Over by");
      assertThat(budgets(later, walker, id, "0.02"))
          .contains("$0.0306", "at the end", "Spent by <time datetime=\"2026-11-23T15:41")
          .doesNotContain("Over by");
      assertThat(budgets(later, walker, id, "0.01"))
          .containsPattern("class=\"over\">Over by <span class=\"money\" title=\"\\$0.0053\"")
          .doesNotContain("Spent by");
    }
  }

  @Test
  void budgetsThatAreNotShownAreCounted() {
    used.desk.deleteAllowances();
    used.desk.allow("build", "usd", "lifetime", "5");
    assertThat(body(USAGE + "/panels/budgets"))
        .contains("No amount of money for the organization or a pipeline")
        .contains("One amount of money is set for something else, such as each build.")
        .contains("href=\"/organizations/acme/allowances\"")
        .doesNotContain("No amount of money is set");
    for (int i = 0; i < 23; i++) {
      used.desk.allow("organization", "usd", "month", "100", "model", "claude-" + i);
    }
    used.desk.allow("pipeline", "usd", "month", "0.04", "target", "analysis");
    used.desk.allow("organization", "usd", "day", "1");
    used.call();
    String panel = body(USAGE + "/panels/budgets");
    assertThat(panel.split("class=\"budget-line\"", -1)).hasSize(1 + 20);
    assertThat(panel)
        .containsSubsequence("Pipeline analysis", "The organization")
        .contains("$0.0153", "All allowances")
        .contains("5 more amounts of the organization and its pipelines", "1 is for something");
  }

  @Test
  void theFileHasWhatThePageShows() {
    used.call();
    String page = body(HOSTED + "&pipeline=analysis");
    String link =
        LINK.matcher(page)
            .results()
            .map(found -> found.group(1).replace("&amp;", "&"))
            .filter(found -> found.contains(".csv") && found.contains("group_by=pipeline"))
            .findFirst()
            .orElseThrow();
    var file = ana.get(link);
    assertThat(file.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(file.body()).contains("analysis,1,7000,100,3000");
    assertThat(body(link.replace("pipeline=analysis", "pipeline=other")))
        .doesNotContain("analysis");
    assertThat(ana.get(USAGE + ".csv?group_by=moon").statusCode()).isEqualTo(422);
  }

  @Test
  void membersAndStrangersSeeNothing() {
    var ben = new Walker(used.desk.url()).signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    var nobody = new Walker(used.desk.url());
    for (String path :
        Arrays.asList(USAGE, USAGE + ".csv", USAGE + "/panels/figures", USAGE + "/panels/calls")) {
      assertThat(ben.get(path).statusCode()).as(path).isEqualTo(403);
      assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(303);
    }
  }

  @Test
  void anotherOrganizationsUsageIsNotThere() {
    used.call();
    try (var other = used.desk.another("other")) {
      assertThat(ana.get("/organizations/" + other.ci.slug + "/usage").statusCode()).isEqualTo(404);
    }
  }
}
