package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key that its provider has rejected is not tried again until someone has looked after it. */
@OnBothEngines
class RejectedKeyTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final FakeProvider.Behaviour REJECTS =
      answering(
          401,
          "application/json",
          "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}");
  private static final FakeProvider.Behaviour ANSWERS =
      answering(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}");

  private final FakeProvider provider = new FakeProvider(REJECTS);
  private final CallDesk desk;

  RejectedKeyTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void reject() {
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(502);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            !desk.getRest("model-providers/anthropic").body().contains("\"key_rejected_at\":null"));
    provider.behave(ANSWERS);
  }

  @Test
  void theNextCallIsRefusedWithoutAskingInVain() {
    reject();
    var refused = desk.post("/v1/messages", ASK);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body()).contains("upstream_credential_rejected");
    assertThat(provider.messages()).isEqualTo(1);
    assertThat(desk.getRest("audit-events").body()).contains("ModelProviderKeyRejectedEvent");
  }

  /** What a job sends can bring a provider to say that; then only that job is told so. */
  @Test
  void aKeyThatTheProviderStillTakesStaysInService() {
    provider.behave(
        (asked, out) -> (asked.method().equals("GET") ? ANSWERS : REJECTS).answer(asked, out));
    var refused = desk.post("/v1/messages", ASK);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body()).contains("upstream_credential_rejected");
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.count("/v1/models") == 1);
    provider.behave(ANSWERS);
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(desk.getRest("model-providers/anthropic").body())
        .contains("\"key_rejected_at\":null");
    assertThat(desk.getRest("audit-events").body()).doesNotContain("ModelProviderKeyRejectedEvent");
  }

  @Test
  void anAdministratorWhoChangesTheConnectionGivesItAnotherChance() {
    reject();
    assertThat(desk.put("model-providers/anthropic", "{\"enabled\":true}").statusCode())
        .isEqualTo(200);
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
  }

  @Test
  void anotherKeyIsAnotherMatterAndNothingIsRefusedMeanwhile() {
    reject();
    provider.behave(answering(200, "application/json", "{\"data\":[]}"));
    assertThat(
            desk.put(
                    "model-providers/anthropic",
                    "{\"method\":\"byo\",\"token\":\"sk-ant-another-000000\",\"base_url\":\"%s\"}"
                        .formatted(provider.url()))
                .statusCode())
        .isEqualTo(200);
    provider.behave(ANSWERS);
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
  }
}
