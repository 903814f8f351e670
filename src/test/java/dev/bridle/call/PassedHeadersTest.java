package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers go on, and which do not, in either direction. */
class PassedHeadersTest {
  private static final String ASK = SlowAnswer.ASK.replace("\"stream\":true,", "");
  private static final String BODY =
      "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}";

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", BODY));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-goog-api-key",
        "api-key",
        "anthropic-admin-key",
        "ocp-apim-subscription-key",
        "x-amz-security-token",
        "x-auth-token",
        "x-goog-user-project",
        "x-http-method-override",
        "x-original-url",
        "if-none-match",
        "range"
      })
  void noOtherCredentialAndNoOtherRequestGoesUpstream(String name) {
    assertThat(desk.post("/v1/messages", ASK, name, "mine").statusCode()).isEqualTo(200);
    assertThat(provider.asked().getFirst().headers()).doesNotContainKey(name);
  }

  @Test
  void whatIsNewGoesUpstream() {
    desk.post("/v1/messages", ASK, "x-new-header", "1", "idempotency-key", "k");
    assertThat(provider.asked().getFirst().headers())
        .containsEntry("x-new-header", "1")
        .containsEntry("idempotency-key", "k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bridle-Attempts",
        "Bridle-Budget-Remaining-Usd",
        "bridle-sandbox",
        "anthropic-ratelimit-tokens-limit",
        "anthropic-priority-input-tokens-limit",
        "anthropic-fast-output-tokens-remaining"
      })
  void neitherBridlesHeadersNorTheOperatorsQuotaComeFromTheProvider(String name) {
    answerWith(name);
    assertThat(desk.post("/v1/messages", ASK).headers().allValues(name)).doesNotContain("theirs");
  }

  @Test
  void theCallHasOneId() {
    answerWith("bridle-call");
    assertThat(desk.post("/v1/messages", ASK).headers().allValues("bridle-call"))
        .containsExactly(desk.onlyCall().path("id").asString());
  }

  private void answerWith(String name) {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n%s: theirs\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(name, BODY.length(), BODY)));
  }
}
