package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    desk.allow("job", "requests", "lifetime", "3");
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
    assertThat(ai.path("limits")).hasSize(2);
    var ofJob = ai.path("limits").path(1);
    assertThat(ofJob.path("scope").asString()).isEqualTo("job");
    assertThat(ofJob.path("job_id").asString()).isEqualTo(desk.job.jobId());
    assertThat(ofJob.path("remaining").asString()).isEqualTo("2");
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

  private JsonNode page(String address) {
    var answer = desk.getRest(address);
    assertThat(answer.statusCode()).as(address + answer.body()).isEqualTo(200);
    var page = JsonMapper.shared().readTree(answer.body());
    // The header says the same as the body.
    var links = page.path("links");
    assertThat(answer.headers().firstValue("Link").orElse("").split(", "))
        .hasSize(links.size())
        .allSatisfy(
            link -> assertThat(links.toString()).contains(link.replaceAll("<(.*)>.*", "$1")));
    return page;
  }

  private List<String> models(JsonNode page) {
    return page.path("items").valueStream().map(one -> one.path("model").asString()).toList();
  }

  private String rest(JsonNode link) {
    return link.asString().substring(desk.rest("").toString().length());
  }

  @Test
  void allRefusalsAreInPages() {
    desk.postRest("kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
    for (int i = 0; i < 105; i++) {
      String ask = ASK.replace("sonnet-5-5", "in-vain-%03d".formatted(i));
      assertThat(desk.post("/v1/messages", ask).statusCode()).isEqualTo(403);
    }
    var all = new ArrayList<String>();
    for (int i = 104; i >= 0; i--) {
      all.add("claude-in-vain-%03d".formatted(i));
    }

    var ai = ai();
    assertThat(ai.path("refusals")).hasSize(100);
    assertThat(ai.path("refusals_count").asInt()).isEqualTo(105);
    var first = page(rest(ai.path("refusals_url")) + "?per_page=50");
    var second = page(rest(first.path("links").path("next")));
    var third = page(rest(second.path("links").path("next")));

    assertThat(Stream.of(first, second, third).flatMap(page -> models(page).stream()))
        .containsExactlyElementsOf(all);
    assertThat(first.path("links").propertyNames()).containsExactly("self", "next");
    assertThat(third.path("links").propertyNames()).containsExactly("self", "first", "prev");
    var back = page(rest(third.path("links").path("prev")));
    assertThat(models(back)).isEqualTo(models(second));
    assertThat(models(page(rest(back.path("links").path("prev"))))).isEqualTo(models(first));
    assertThat(models(page(rest(third.path("links").path("first"))))).isEqualTo(models(first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "per_page=0",
        "per_page=101",
        "per_page=x",
        "after=1",
        "before=%27",
        "after=01a21f6d-036d-75ce-83ae-ca33d0d15c30&before=01a21f6d-036d-75ce-83ae-ca33d0d15c30"
      })
  void aWrongPlaceIsRefusedInWords(String query) {
    var answer = desk.getRest("pipelines/analysis/builds/1/ai/refusals?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"message\"");
  }

  @Test
  void aBuildsRefusalsAreItsOwn() {
    String address = "pipelines/analysis/builds/1/ai/refusals";
    assertThat(page(address).path("items")).isEmpty();
    desk.postRest("kill-switches", "{\"level\":\"organization\",\"reason\":\"x\"}");
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(403);
    var other = desk.database().write(sql -> desk.ci.runningJob(sql, 2));
    assertThat(models(page(address))).hasSize(1);
    assertThat(other.jobId()).isNotEqualTo(desk.job.jobId());
    assertThat(page("pipelines/analysis/builds/2/ai/refusals").path("items")).isEmpty();
    assertThat(desk.getRest("pipelines/analysis/builds/3/ai/refusals").statusCode()).isEqualTo(404);
    assertThat(desk.getRest("pipelines/none/builds/1/ai/refusals").statusCode()).isEqualTo(404);
  }
}
