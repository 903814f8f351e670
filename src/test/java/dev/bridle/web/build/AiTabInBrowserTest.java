package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a build did with models, in a real browser. */
@Needs(Program.CHROMIUM)
@OnBothEngines
class AiTabInBrowserTest {
  /** At 3 and 15 dollars for a million tokens this is $0.0105. */
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-6\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"end_turn\","
          + "\"usage\":{\"input_tokens\":1000,\"output_tokens\":500}}";

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", ANSWER));
  private final PipelineSite site;

  AiTabInBrowserTest(Engine engine) {
    site =
        new PipelineSite(
            engine,
            Map.of("anthropic-url", provider.url().toString()),
            Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-operator"));
  }

  @AfterEach
  void close() {
    site.close();
    provider.close();
  }

  private void connect(String method) {
    var connected =
        site.bridle
            .as(site.apiToken())
            .put("/v2/organizations/acme/model-providers/anthropic", Map.of("method", method));
    assertThat(connected.status()).as(connected.text()).isLessThan(300);
  }

  private TestAgent.Taken runningJob() {
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Ask a model\n    command: ask\n");
    site.build("demo", "With models");
    return agent.take();
  }

  /** As a sub-agent of Claude Code would, after it had asked in vain. */
  private HttpResponse<String> askAsSubAgent(TestAgent.Taken job) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(site.bridle.url() + "/v3/ai/anthropic/v1/messages"))
            .header("x-api-key", job.token())
            .header("X-Claude-Code-Session-Id", "8d1f5c1e-2d0a-4a52-9a3e-0c3f6f5b7e11")
            .header("x-claude-code-agent-id", "<b>agent</b>")
            .header("x-stainless-retry-count", "2")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"claude-sonnet-4-6\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private Calls.Came ask(TestAgent.Taken job) {
    return new Calls(site.bridle.url(), "Bearer " + job.token())
        .post(
            "/v3/ai/anthropic/v1/messages",
            Map.of(
                "model",
                "claude-sonnet-4-6",
                "max_tokens",
                100,
                "messages",
                List.of(Map.of("role", "user", "content", "Hello there"))));
  }

  @Test
  void callsCostsRefusalsAndWhatIsLeftAreShown() throws Exception {
    var admin = site.bridle.as(site.apiToken());
    connect("sandbox");
    var limited =
        admin.post(
            "/v2/organizations/acme/allowances",
            Map.of("scope", "build", "unit", "requests", "window", "lifetime", "amount", 2));
    assertThat(limited.status()).as(limited.text()).isEqualTo(201);
    var job = runningJob();
    assertThat(ask(job).status()).isEqualTo(200);
    assertThat(askAsSubAgent(job).statusCode()).isEqualTo(200);
    assertThat(ask(job).status()).isGreaterThanOrEqualTo(400);
    try (var tab = site.ben()) {
      tab.go("/acme/demo/builds/1").follow("AI");
      tab.look("build-ai");
      assertThat(tab.find(".figures").innerText()).contains("Calls\n2").contains("Cost\n$");
      assertThat(tab.find("section:has-text('By job') tbody").innerText()).contains("Ask a model");
      assertThat(tab.find(".card-failed tbody").innerText()).contains("Ask a model").contains("2");
      assertThat(tab.find(".budgets").innerText())
          .contains("2 requests in all for each build")
          .contains("0 requests left");
      assertThat(tab.find("h3:has-text('Calls')").last().isVisible()).isTrue();
      assertThat(tab.find("section:has-text('Calls') tbody").last().innerText())
          .contains("retry 2")
          .contains("sub-agent")
          .contains("session 8d1f5c1e\u2026");
      assertThat(tab.find("[title='<b>agent</b>']").isVisible()).isTrue();
      assertThat(tab.find(".figures .money").first().getAttribute("title")).startsWith("$");
    }
  }

  @Test
  void callsOfARunningJobAppearByThemselves() {
    connect("hosted");
    var limited =
        site.bridle
            .as(site.apiToken())
            .post(
                "/v2/organizations/acme/allowances",
                Map.of("scope", "build", "unit", "usd", "window", "lifetime", "amount", "1.00"));
    assertThat(limited.status()).as(limited.text()).isEqualTo(201);
    var job = runningJob();
    try (var tab = site.ben()) {
      tab.go("/acme/demo/builds/1/ai");
      assertThat(tab.find("#live").getAttribute("data-again")).isEqualTo("5000");
      assertThat(ask(job).status()).isEqualTo(200);
      PlaywrightAssertions.assertThat(figure(tab, "Cost")).containsText("$0.0105");
      assertThat(figure(tab, "Calls").innerText()).contains("1");
      assertThat(figure(tab, "Input tokens").innerText()).contains("1,000");
      assertThat(figure(tab, "Output tokens").innerText()).contains("500");
      assertThat(tab.find(".budgets").innerText()).contains("$0.9895 left");
      assertThat(ask(job).status()).isEqualTo(200);
      PlaywrightAssertions.assertThat(figure(tab, "Output tokens")).containsText("1,000");
      site.agent().finish(job, "0");
      PlaywrightAssertions.assertThat(tab.find("#live"))
          .not()
          .hasAttribute("data-again", Pattern.compile(".*"));
    }
  }

  @Test
  void onAPhoneTheHiddenColumnsAreToldBelowAndATableStaysWhereItWasMoved() {
    connect("hosted");
    var once = Map.of("scope", "build", "unit", "requests", "window", "lifetime", "amount", 1);
    var admin = site.bridle.as(site.apiToken());
    assertThat(admin.post("/v2/organizations/acme/allowances", once).status()).isEqualTo(201);
    var job = runningJob();
    assertThat(ask(job).status()).isEqualTo(200);
    assertThat(ask(job).status()).isGreaterThanOrEqualTo(400);
    try (var tab = site.ben()) {
      var page = tab.page();
      tab.go("/acme/demo/builds/1/ai");
      for (String below : List.of("tokens in", "claude-sonnet-4-6", "completed")) {
        assertThat(tab.find(".narrow-only:has-text('" + below + "')").first().isVisible())
            .as(below)
            .isFalse();
      }
      page.setViewportSize(390, 800);
      for (String below : List.of("1,000 tokens in, 500 out", "claude-sonnet-4-6", "completed")) {
        assertThat(tab.find(".narrow-only:has-text('" + below + "')").first().isVisible())
            .as(below)
            .isTrue();
      }
      assertThat(tab.find("th.wide:visible").count()).isZero();
      // Narrower than any phone, so that the tables are surely wider.
      page.setViewportSize(200, 800);
      var calls = tab.find(".table-responsive[aria-label=Calls]");
      calls.evaluate("table => table.scrollTo(25, 0)");
      assertThat(calls.evaluate("table => table.scrollLeft")).isEqualTo(25);
      calls.focus();
      page.evaluate("() => (document.getElementById('live').seen = true)");
      page.waitForFunction("() => !document.getElementById('live').seen");
      assertThat(calls.evaluate("table => table.scrollLeft")).isEqualTo(25);
      PlaywrightAssertions.assertThat(calls).isFocused();
    }
  }

  private static Locator figure(Tab tab, String name) {
    return tab.find(".figures .card:has(dt:text-is('" + name + "'))");
  }

  @Test
  void aBuildWithoutCallsSaysSo() {
    runningJob();
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1/ai").look("build-ai-none");
      assertThat(tab.find(".empty-title").innerText()).isEqualTo("No model calls");
    }
  }
}
