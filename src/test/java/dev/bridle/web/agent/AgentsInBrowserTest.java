package dev.bridle.web.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The pages about agents, as people use them. On one database: that the other gives the same pages
 * is seen by {@link AgentPagesTest}.
 */
@Needs(Program.CHROMIUM)
class AgentsInBrowserTest {
  private final RunningBridle bridle = RunningBridle.start();
  private final JsonNode made = bridle.setUpForPeople();

  @AfterEach
  void close() {
    bridle.close();
  }

  private void build(String label) {
    var api = bridle.as(made.path("api_token").asString());
    String pipelines = "/v2/organizations/acme/pipelines";
    api.post(
        pipelines,
        Map.of(
            "name", "Analysis of everything that happened last night",
            "slug", "analysis",
            "repository", "",
            "configuration", "steps:\n  - label: '" + label + "'\n    command: 'true'\n"));
    api.post(
        pipelines + "/analysis/builds",
        Map.of("commit", "HEAD", "branch", "main", "message", "First"));
  }

  private TestAgent agent(String... tags) {
    return TestAgent.register(bridle.url(), made.path("agent_token").asString(), tags);
  }

  @Test
  void agentsAppearWithoutAReloadAndShowTheirWork() {
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      tab.follow("Agents").look("agents-none");
      assertThat(tab.heading()).isEqualTo("Default cluster");
      var agent = agent("queue=default");
      var state = tab.find(".state-agent-idle");
      state.waitFor();
      build("<img src=x onerror=alert(1)> " + "W".repeat(80));
      var job = agent.take();
      tab.find(".state-agent-running").waitFor();
      tab.look("agents");
      assertThat(tab.find("tbody").innerText()).contains("<img src=x", "#1");
      tab.find("tbody a").first().click();
      tab.look("agent");
      agent.finish(job, "0");
      agent.session().post("/v3/disconnect", Map.of());
      tab.page().reload();
      assertThat(tab.find("main").innerText()).contains("disconnected");
    }
  }

  @Test
  void aListThatMayBeOldSaysSoUntilTheServerAnswersAgain() {
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      // Beside the tab, which takes every complaint of a page for a mistake.
      tab.follow("Agents");
      var page = tab.page().context().newPage();
      page.navigate(tab.page().url());
      var stale = page.locator("[data-stale]");
      PlaywrightAssertions.assertThat(stale).isHidden();
      page.route("**/*", Route::abort);
      var patient = new Locator.WaitForOptions().setTimeout(20_000);
      stale.waitFor(patient);
      PlaywrightAssertions.assertThat(stale).containsText("The server doesn't answer.");
      Tab.picture(page, "agents-stale");
      page.unroute("**/*");
      stale.waitFor(patient.setState(WaitForSelectorState.HIDDEN));
    }
  }

  @Test
  void anAgentIsPausedAndStopped() {
    var agent = agent("queue=default");
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      tab.follow("Agents").find("tbody a").first().click();
      tab.fill("Minutes", "0").press("Pause").look("agent-pause-wrong");
      tab.fill("Minutes", "90").fill("Why", "A larger disk is " + "being built in ".repeat(9));
      tab.press("Pause").look("agent-paused");
      assertThat(agent.ping()).isEmpty();
      tab.press("Resume");
      build("Sum");
      agent.take();
      tab.page().reload();
      tab.find("summary:has-text('Stop')").first().click();
      tab.look("agent-stop");
      tab.find(".sure-form button").first().click();
      tab.find(".state-agent-stopping").waitFor();
      tab.look("agent-stopping");
      tab.find("summary:has-text('Stop by force')").click();
      tab.find(".sure-form button").click();
      tab.find("dd a").first().click();
      tab.find(".state-canceling").first().waitFor();
    }
  }

  @Test
  void aQueueIsMadeAndItsAgentsAreShown() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.follow("Agents").follow("Queues").look("queues");
      tab.fill("Key", "a queue").press("Create queue").look("queues-wrong");
      tab.fill("Key", "g".repeat(100)).press("Create queue");
      tab.fill("Key", "gpu").press("Create queue");
      agent("queue=gpu");
      agent("queue=default");
      tab.page().reload();
      tab.look("queues-many");
      tab.follow("gpu");
      assertThat(tab.find("#agents tbody tr").count()).isEqualTo(1);
      tab.look("agents-of-a-queue");
      tab.page().getByLabel("Queue").selectOption("");
      tab.press("Show");
      assertThat(tab.find("#agents tbody tr").count()).isEqualTo(2);
    }
  }

  @Test
  void aMemberSeesNoTokens() {
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      tab.follow("Agents");
      assertThat(tab.find("text=Agent Tokens").count()).isZero();
      tab.go(tab.address() + "/tokens");
      assertThat(tab.find("main").innerText()).contains("This page is for administrators.");
    }
  }

  @Test
  void aTokenIsMadeShownOnceAndRevoked() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.follow("Agents").follow("Agent Tokens").look("agent-tokens");
      tab.fill("Description", "Machines in the basement").press("Create agent token");
      tab.look("agent-token-made");
      String token = tab.find("#agent-token").inputValue();
      tab.follow("Done");
      assertThat(tab.page().content()).doesNotContain(token);
      Locator line = tab.find("tr:has-text('basement')");
      line.locator("summary").click();
      tab.look("agent-tokens-revoke");
      line.locator("button").click();
      assertThat(tab.find("tbody").innerText()).doesNotContain("basement");
    }
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_137_0)
  void theCommandOnThePageConnectsARealAgent(@TempDir Path home) throws IOException {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.follow("Agents").follow("Agent Tokens");
      tab.fill("Description", "This machine").press("Create agent token");
      var shell =
          new ProcessBuilder("bash", "-c", "exec " + tab.find("#command-agent").innerText());
      shell.environment().put("HOME", home.toString());
      shell
          .environment()
          .merge(
              "PATH",
              Program.BUILDKITE_AGENT_3_137_0.path().resolveSibling("").toString(),
              (path, agents) -> agents + java.io.File.pathSeparator + path);
      var running =
          shell.redirectErrorStream(true).redirectOutput(home.resolve("output").toFile()).start();
      try {
        tab.follow("Done").find(".cluster-tabs a").first().click();
        tab.find(".state-agent-idle").waitFor(new Locator.WaitForOptions().setTimeout(30_000));
        assertThat(tab.find("tbody").innerText()).contains("3.137.0");
      } finally {
        running.destroy();
        running.onExit().join();
      }
    }
  }
}
