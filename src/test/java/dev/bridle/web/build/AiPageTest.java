package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a build did with models, when that was much. */
@OnBothEngines
class AiPageTest {
  private static final Pattern EARLIER = Pattern.compile("href=\"([^\"]*)\">Earlier refusals</a>");

  private final PipelineSite site;

  AiPageTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void allRefusalsCanBeReached() {
    var admin = site.bridle.as(site.apiToken());
    admin.put("/v2/organizations/acme/model-providers/anthropic", Map.of("method", "sandbox"));
    var stopped =
        admin.post(
            "/v2/organizations/acme/kill-switches",
            Map.of("level", "organization", "reason", "all in vain"));
    assertThat(stopped.status()).as(stopped.text()).isEqualTo(201);
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Ask\n    command: ask\n");
    site.build("demo", "In vain");
    var job = new Calls(site.bridle.url(), "Bearer " + agent.take().token());
    for (int i = 0; i < 101; i++) {
      var refused =
          job.post(
              "/v3/ai/anthropic/v1/messages",
              Map.of(
                  "model",
                  "claude-in-vain-%03d".formatted(i),
                  "max_tokens",
                  9,
                  "messages",
                  List.of(Map.of("role", "user", "content", "hi"))));
      assertThat(refused.status()).isGreaterThanOrEqualTo(400);
    }
    var ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    String newest = ben.get("/acme/demo/builds/1/ai").body();
    assertThat(newest).contains("claude-in-vain-100", "claude-in-vain-001");
    assertThat(newest).doesNotContain("claude-in-vain-000");
    var link = EARLIER.matcher(newest);
    assertThat(link.find()).isTrue();
    String rest = ben.get(link.group(1)).body();
    assertThat(rest)
        .contains("claude-in-vain-000")
        .doesNotContain("claude-in-vain-001", "Earlier refusals");
    assertThat(ben.get("/acme/demo/builds/1/ai?refused=%27or").body())
        .contains("claude-in-vain-100", "Earlier refusals");
  }
}
