package dev.bridle.web.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of usage as it comes from the server. */
@OnBothEngines
class UsagePagesTest {
  private static final String USAGE = "/organizations/acme/usage";
  private static final String HOSTED = USAGE + "?product=hosted_models";
  private static final Pattern LINK = Pattern.compile("href=\"(" + USAGE + "[^\"]*)\"");

  private final UsedModels used;
  private final Walker ana;

  UsagePagesTest(Engine engine) {
    used = new UsedModels(engine);
    ana = new Walker(used.desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    used.close();
  }

  private String body(String path) {
    var came = ana.get(path);
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
      assertThat(body(USAGE + "/panels/" + name.word() + "?product=hosted_models"))
          .as(name.word())
          .doesNotContain("<html");
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
