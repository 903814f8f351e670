package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@OnBothEngines
class BuildAiResourceTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":700,\"output_tokens\":100}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  BuildAiResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private JsonNode ai() {
    return JsonMapper.shared().readTree(desk.getRest("pipelines/analysis/builds/1/ai").body());
  }

  @Test
  void aBuildTellsItsCallsRefusalsAndWhatIsLeft() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.004");
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    desk.onlyCall();
    desk.postRest("kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isGreaterThanOrEqualTo(400);

    var ai = ai();

    assertThat(ai.path("totals").path("calls").asInt()).isEqualTo(1);
    assertThat(ai.path("totals").path("output_tokens").asInt()).isEqualTo(100);
    assertThat(ai.path("jobs")).hasSize(1);
    var job = ai.path("jobs").path(0);
    assertThat(job.path("job_id").asString()).isEqualTo(desk.job.jobId());
    assertThat(job.path("cost_usd")).isEqualTo(ai.path("totals").path("cost_usd"));
    assertThat(ai.path("refusals")).hasSize(1);
    assertThat(ai.path("refusals").path(0).path("message").asString()).contains("Costs run away");
    var limit = ai.path("limits").path(0);
    assertThat(limit.path("scope").asString()).isEqualTo("build");
    assertThat(limit.path("settled")).isEqualTo(ai.path("totals").path("cost_usd"));
    assertThat(limit.path("remaining").asString()).isNotEqualTo("0");
  }

  @Test
  void aBuildWithoutCallsTellsNothing() {
    desk.deleteAllowances();

    var ai = ai();

    assertThat(ai.path("totals").path("calls").asInt()).isZero();
    assertThat(ai.path("jobs")).isEmpty();
    assertThat(ai.path("refusals")).isEmpty();
    assertThat(ai.path("limits")).isEmpty();
  }
}
