package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The model call over real HTTP, against a provider that counts. */
@OnBothEngines
class ModelCallTest {
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":100,"cache_read_input_tokens":150000,"output_tokens":12}}\
      """;
  private static final String ASK =
      """
      {"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}\
      """;

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  ModelCallTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  @Test
  void aCallGoesThroughUnchangedAndIsBookedExactly() throws Exception {
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(provider.asked()).hasSize(1);
    assertThat(provider.asked().getFirst().text()).isEqualTo(ASK);
    assertThat(provider.asked().getFirst().headers())
        .containsEntry("x-api-key", CallDesk.OPERATORS_KEY)
        .doesNotContainKey("authorization");
    var usage = desk.usage("model");
    assertThat(usage.at("/totals/calls").asInt()).isEqualTo(1);
    assertThat(usage.at("/totals/input_tokens").asInt()).isEqualTo(25);
    assertThat(usage.at("/totals/cost_usd").asString()).isEqualTo("0.01542");
    assertThat(usage.at("/groups/0/key").asString()).isEqualTo("claude-sonnet-5-5");
  }
}
