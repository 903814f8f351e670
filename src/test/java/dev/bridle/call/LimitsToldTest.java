package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer to a job tells what it has left. */
class LimitsToldTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String COUNT = "{\"model\":\"claude-sonnet-5-5\",\"messages\":[]}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"input_tokens\":1}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static void assertTold(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().allValues("anthropic-ratelimit-requests-limit"))
        .containsExactly("50");
    assertThat(answer.headers().allValues("anthropic-ratelimit-input-tokens-remaining")).hasSize(1);
    assertThat(answer.headers().allValues("bridle-budget-remaining-usd")).hasSize(1);
  }

  @Test
  void alsoWhatIsFree() {
    assertTold(desk.get("/v1/models"), 200);
    assertTold(desk.post("/v1/messages/count_tokens", COUNT), 200);
  }

  @Test
  void alsoErrorsOfTheProvider() {
    provider.behave(answering(529, "application/json", "{\"type\":\"error\"}"));
    assertTold(desk.post("/v1/messages", ASK), 529);
    assertTold(desk.get("/v1/models"), 529);
  }

  @Test
  void alsoRefusals() {
    assertTold(desk.post("/v1/messages", "no JSON"), 400);
    assertTold(desk.post("/v1/messages", ASK, "Content-Encoding", "gzip"), 415);
    assertTold(desk.post("/v1/other", ASK), 404);
    assertTold(
        desk.post("/v1/messages", ASK.replace("{\"model", "{\"container\":\"c\",\"model")), 400);
    desk.policy("{'id':'none','effect':'deny'}");
    assertTold(desk.post("/v1/messages", ASK), 403);
    assertTold(desk.post("/v1/messages/count_tokens", COUNT), 403);
  }

  @Test
  void tokensAreCountedAndModelsListedWithoutAnyBudgetLeft() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0");
    desk.allow("organization", "requests", "day", "0");
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isIn(402, 429);
    assertThat(desk.post("/v1/messages/count_tokens", COUNT).statusCode()).isEqualTo(200);
    assertThat(desk.get("/v1/models").statusCode()).isEqualTo(200);
    assertThat(provider.asked()).hasSize(2);
  }

  @Test
  void aStrangerIsToldNothing() {
    var answer =
        desk.send(
            HttpRequest.newBuilder(desk.ai("/v1/messages"))
                .header("x-api-key", "brdj_stranger")
                .POST(HttpRequest.BodyPublishers.ofString(ASK)));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.startsWith("anthropic-ratelimit") || name.startsWith("bridle-b"));
  }

  @Test
  void aRefusedCountOfTokensIsOnRecord() {
    desk.policy("{'id':'none','effect':'deny'}");
    assertTold(desk.post("/v1/messages/count_tokens", COUNT), 403);
    var row = desk.refusedCalls().get(0);
    assertThat(row.path("rule").asString()).isEqualTo("none");
    assertThat(row.path("max_tokens").asLong()).isZero();
    assertThat(provider.asked()).isEmpty();
  }
}
