package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a connection works, as its administrators see it. */
@OnBothEngines
class ModelProviderTestResourceTest {
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,\"output_tokens\":5}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  ModelProviderTestResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private HttpResponse<String> test(String body) {
    return desk.postRest("model-providers/anthropic/test", body);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode tested(String body) {
    var answer = test(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private JsonNode connection() {
    return json(desk.getRest("model-providers/anthropic"));
  }

  @Test
  void aTestCallIsSmallTellsWhatItCostAndIsNoCallOfAJob() {
    var tested = tested("{\"model\":\"claude-sonnet-5-5\"}");
    assertThat(tested.path("result").asString()).isEqualTo("ok");
    assertThat(tested.path("message").asString()).contains("claude-sonnet-5-5");
    assertThat(tested.path("input_tokens").asInt()).isEqualTo(10);
    assertThat(tested.path("output_tokens").asInt()).isEqualTo(5);
    assertThat(tested.path("cost_usd").asString()).startsWith("0.0");
    var asked = JsonMapper.shared().readTree(provider.asked().getLast().text());
    assertThat(asked.path("max_tokens").asInt()).isEqualTo(16);
    assertThat(provider.asked().getLast().headers())
        .containsEntry("x-api-key", CallDesk.OPERATORS_KEY)
        .containsEntry("anthropic-version", "2023-06-01");
    assertThat(desk.calls()).isEmpty();
    var event = json(desk.getRest("audit-events?per_page=1")).path("items").path(0);
    assertThat(event.path("type").asString()).isEqualTo("ModelProviderTestedEvent");
    assertThat(event.path("data").path("after").path("cost_usd"))
        .isEqualTo(tested.path("cost_usd"));
  }

  @Test
  void whatWentWrongIsSaidInWords() {
    provider.behave(
        answering(
            401,
            "application/json",
            "{\"error\":{\"message\":\"bad key " + CallDesk.OPERATORS_KEY + "\"}}"));
    var tested = tested("{}");
    assertThat(tested.path("result").asString()).isEqualTo("key_rejected");
    assertThat(tested.path("message").asString())
        .contains("doesn't take the key (401): bad key ***")
        .doesNotContain(CallDesk.OPERATORS_KEY);
    assertThat(tested.path("cost_usd").asString()).isEqualTo("0");
    // A test says nothing of a key to the calls of jobs.
    assertThat(connection().path("key_rejected_at").isNull()).isTrue();
  }

  @Test
  void anAnswerThatIsNoJsonIsAProblemOfTheProvider() {
    provider.behave(answering(200, "text/html", "<html>"));
    assertThat(tested("{}").path("result").asString()).isEqualTo("provider_error");
  }

  @Test
  void aProviderThatIsNotThereIsToldSo() {
    provider.close();
    var tested = tested("{}");
    assertThat(tested.path("result").asString()).isEqualTo("unreachable");
    assertThat(tested.path("status").isNull()).isTrue();
    assertThat(tested.path("message").asString()).startsWith("The provider gave no answer: ");
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() {
    var left = new CountDownLatch(1);
    provider.behave((_, out) -> {
      try {
        FakeProvider.startStream(out);
        while (true) {
          FakeProvider.chunk(out, "x".repeat(60_000));
        }
      } finally {
        left.countDown();
      }
    });
    assertThat(tested("{}").path("result").asString()).isEqualTo("unreachable");
    await().until(() -> left.getCount() == 0);
  }

  @Test
  void aConnectionIsNotTestedAgainAndAgain() {
    var statuses =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> test("{}").statusCode()))
            .limit(6)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(5);
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aKillSwitchStopsItToo() {
    desk.postRest(
        "kill-switches",
        "{\"level\":\"model\",\"target\":\"claude-*\",\"reason\":\"Costs run away\"}");
    var answer = test("{}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).path("message").asString()).contains("Costs run away");
    assertThat(provider.messages()).isZero();
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(test("{\"prompt\":\"x\"}").statusCode()).isEqualTo(422);
    assertThat(test("{\"model\":\"a b\"}").statusCode()).isEqualTo(422);
    assertThat(test("{\"model\":7}").statusCode()).isEqualTo(422);
    assertThat(desk.postRest("model-providers/openai/test", "{}").statusCode()).isEqualTo(404);
    assertThat(desk.postRest("model-providers/anthropic/fallback/test", "{}").statusCode())
        .isEqualTo(404);
    assertThat(desk.postRest("model-providers/nobody/test", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void theSandboxCanBeTestedForNothing() {
    desk.put("model-providers/anthropic", "{\"method\":\"sandbox\"}");
    var tested = tested("{}");
    assertThat(tested.path("result").asString()).as(tested.toString()).isEqualTo("ok");
    assertThat(tested.path("cost_usd").asString()).isEqualTo("0");
    desk.put("model-providers/openai", "{\"method\":\"sandbox\"}");
    var other = json(desk.postRest("model-providers/openai/test", "{}"));
    assertThat(other.path("result").asString()).as(other.toString()).isEqualTo("ok");
    for (String name : java.util.List.of("anthropic", "openai")) {
      var models = json(desk.getRest("model-providers/" + name + "/models"));
      assertThat(models.path("asked").asBoolean()).isTrue();
      assertThat(models.path("models").path(0).path("offered").asBoolean()).isTrue();
    }
  }

  @Test
  void modelsAreThoseOnOfferAndThoseInThePriceBook() {
    provider.behave(
        answering(
            200,
            "application/json",
            "{\"data\":[{\"id\":\"claude-sonnet-5-5\",\"display_name\":\"Sonnet\"},{\"id\":\"claude-new-9\"}]}"));
    var answer = json(desk.getRest("model-providers/anthropic/models"));
    assertThat(answer.path("asked").asBoolean()).isTrue();
    var models = answer.path("models");
    assertThat(models.path(0).path("name").asString()).isEqualTo("Sonnet");
    assertThat(models.path(0).path("prices").path(0).path("input").asString()).isNotEmpty();
    assertThat(models.path(1).path("id").asString()).isEqualTo("claude-new-9");
    assertThat(models.path(1).path("prices").isNull()).isTrue();
    var others = models.valueStream().skip(2).toList();
    assertThat(others).isNotEmpty().allMatch(model -> !model.path("offered").asBoolean());
    assertThat(others).noneMatch(model -> model.path("id").asString().startsWith("gpt"));
    long asked = provider.asked().size();
    desk.getRest("model-providers/anthropic/models");
    assertThat(provider.asked()).hasSize((int) asked);
  }

  @Test
  void modelsOfAProviderThatCantBeAskedAreThoseOfThePriceBook() {
    provider.behave(answering(500, "application/json", "{}"));
    var answer = json(desk.getRest("model-providers/anthropic/models"));
    assertThat(answer.path("asked").asBoolean()).isFalse();
    assertThat(answer.path("problem").asString()).contains("500");
    assertThat(answer.path("models")).isNotEmpty();
    assertThat(answer.path("models").path(0).path("offered").isNull()).isTrue();
  }

  @Test
  void aConnectionSaysWhoMadeItAndWhatWentThroughIt() {
    desk.post(
        "/v1/messages",
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    desk.onlyCall();
    var shown = connection();
    assertThat(shown.path("connected_by").asString()).isEqualTo("Ana");
    assertThat(shown.path("connected_at").asString()).endsWith("Z");
    assertThat(shown.path("usage_this_month").path("calls").asInt()).isEqualTo(1);
    assertThat(shown.path("usage_this_month").path("input_tokens").asInt()).isEqualTo(10);
    // Also once the sums have caught up: a call is counted once.
    await()
        .during(java.time.Duration.ofSeconds(3))
        .atMost(java.time.Duration.ofSeconds(10))
        .until(() -> connection().path("usage_this_month").path("calls").asInt() == 1);
    var events = shown.path("links").path("audit_events").asString();
    var trail = json(desk.getRest(events.substring(events.indexOf("audit-events"))));
    assertThat(trail.path("items").path(0).path("type").asString())
        .isEqualTo("ModelProviderCreatedEvent");
  }

  @Test
  void whatTheProviderSaidOfAKeyIsTold() {
    String byo = "{\"method\":\"byo\",\"token\":\"sk-ant-api03-first-AAAA\"}";
    var saved = json(desk.put("model-providers/anthropic", byo));
    assertThat(saved.path("check").asString()).isEqualTo("The provider takes the key.");
    provider.behave(answering(503, "application/json", "{}"));
    var uncertain = json(desk.put("model-providers/anthropic", byo));
    assertThat(uncertain.path("verified").asBoolean()).isFalse();
    assertThat(uncertain.path("check").asString()).contains("503");
    var kept = json(desk.put("model-providers/anthropic", "{\"enabled\":false}"));
    assertThat(kept.path("check").isNull()).isTrue();
    provider.close();
    assertThat(json(desk.put("model-providers/anthropic", byo)).path("check").asString())
        .startsWith("The provider could not be asked");
  }
}
