package dev.bridle.web.usage;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page of usage says of one build, of money beside filters, and of what has no name. */
@OnBothEngines
class UsageOfBuildPagesTest {
  private static final String USAGE = "/organizations/acme/usage";

  private final UsedModels used;
  private final Walker ana;

  UsageOfBuildPagesTest(Engine engine) {
    used = new UsedModels(engine);
    ana = new Walker(used.desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    used.close();
  }

  private String panel(String name, String asked) {
    var came = ana.panel(USAGE + "/panels/" + name + "?product=hosted_models" + asked);
    assertThat(came.statusCode()).isEqualTo(200);
    return came.body();
  }

  private void refuse() {
    used.desk.policy(
        "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
        "{'id':'all','effect':'allow'}");
    assertThat(used.ask("claude-opus-5-5")).isEqualTo(403);
    assertThat(used.desk.refusedCalls()).hasSize(1);
  }

  @Test
  void aBuildHasItsSumsAboveItsCalls() {
    used.call();
    used.call();
    refuse();
    var call = used.desk.refusedCalls().path(0);
    String asked = "&build=" + call.path("build_id").asString();
    String whole = ana.get(USAGE + "?product=hosted_models&panels=all" + asked).body();
    assertThat(whole)
        .containsSubsequence(
            "id=\"title-figures\"",
            "id=\"title-breakdown\"",
            "by model and job",
            "id=\"title-refused\"",
            "id=\"title-calls\"")
        .doesNotContain("id=\"title-series\"", "id=\"title-budgets\"");
    assertThat(panel("figures", asked))
        .containsPattern("<dt>Spend</dt><dd[^>]*>\\$0.0306</dd>")
        .containsPattern("<dt>Calls</dt><dd[^>]*>2</dd>")
        .containsPattern("<dt>Input tokens</dt><dd[^>]*>14,000</dd>")
        .containsPattern("<dt>Cache-hit ratio</dt><dd[^>]*>30.0 %</dd>")
        .containsPattern("<dt>Refused calls</dt><dd[^>]*>1</dd>")
        .doesNotContain("Compared with", "as before");
    String job = call.path("job_id").asString();
    assertThat(panel("breakdown", asked))
        .containsSubsequence(
            "Usage by model", "model=claude-sonnet-5-5", "Usage by job", "/jobs/" + job, job);
    assertThat(panel("refused", asked))
        .contains("<code>model_not_allowed</code>")
        .doesNotContain("over time and by group");
    String other = "&build=" + call.path("job_id").asString();
    assertThat(panel("breakdown", other)).contains("This build used no model here.");
    assertThat(panel("refused", other)).contains("No call was refused");
    assertThat(panel("breakdown", asked + "&model=none"))
        .contains("This build used no model here.");
  }

  @Test
  void aBuildThatAskedInVainOnlyHasItsName() {
    refuse();
    var call = used.desk.refusedCalls().path(0);
    String asked = "&build=" + call.path("build_id").asString();
    assertThat(ana.get(USAGE + "?product=hosted_models" + asked).body())
        .contains("Build: <bdi>analysis #" + call.path("build_number").asLong() + "</bdi>");
    assertThat(panel("figures", asked)).containsPattern("<dt>Refused calls</dt><dd[^>]*>1</dd>");
  }

  @Test
  void nothingLeadsToWhatHasNoBranch() {
    refuse();
    used.desk
        .database()
        .write(sql -> sql.update(REFUSED_CALL).set(REFUSED_CALL.BRANCH, "").execute());
    assertThat(panel("breakdown", "&order=refused_calls&by=branch"))
        .contains("<bdi>(none)</bdi>")
        .doesNotContain("<a ");
    assertThat(panel("breakdown", "&order=refused_calls&by=pipeline"))
        .contains("pipeline=analysis");
  }

  @Test
  void theDrawingOfEachMeasureIsDescribedAsItIs() {
    used.call();
    assertThat(panel("series", "&order=token_kinds")).contains("Stacked bars, one for each period");
    assertThat(panel("series", "&order=cost&by=build"))
        .contains(">Bars, one for each period")
        .doesNotContain("Stacked");
    assertThat(panel("series", "&order=cache_hits"))
        .contains("of at most 100 percent", "and those of groups", "Ratios don&#39;t add up")
        .doesNotContain("Stacked");
  }

  @Test
  void budgetsSayWhichTheyAre() {
    used.desk.deleteAllowances();
    used.desk.allow("pipeline", "usd", "month", "5", "target", "analysis");
    assertThat(panel("budgets", "&model=claude-sonnet-5-5"))
        .contains("Pipeline analysis", "Days and filters don")
        .doesNotContain("other pipelines");
    assertThat(panel("budgets", "&pipeline=analysis"))
        .contains("Pipeline analysis", "of the pipeline <bdi>analysis</bdi>")
        .doesNotContain("other pipelines");
    assertThat(panel("budgets", "&pipeline=another"))
        .contains("No amount of money for the organization or this pipeline", "One amount is for")
        .doesNotContain("Pipeline analysis");
    used.desk.allow("organization", "usd", "month", "100");
    assertThat(panel("budgets", "&pipeline=%3Cb%3E"))
        .contains(
            "The organization", "the pipeline <bdi>&lt;b&gt;</bdi>", "1 is for other pipelines.")
        .doesNotContain("Pipeline analysis");
    for (String name : List.of("figures", "series", "breakdown", "refused", "calls")) {
      assertThat(panel(name, "&pipeline=another")).doesNotContain("other pipelines");
    }
  }
}
