package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A model is the same by each of its names: no rule and no limit is got round by an alias. */
class AliasTest {
  private static final String ID = "claude-opus-4-5-20251101";
  private static final String ALIAS = "claude-opus-4-5";
  private static final String ASK =
      "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"%s\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}"
          .formatted(ID);

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private int ask(String model) {
    return desk.post("/v1/messages", ASK.formatted(model)).statusCode();
  }

  private void policy(String denied) {
    var rules =
        "{\"version\":0,\"rules\":[{\"id\":\"no\",\"effect\":\"deny\",\"models\":[\"%s\"]},{\"id\":\"all\",\"effect\":\"allow\"}]}"
            .formatted(denied);
    assertThat(desk.put("ai-policy", rules).statusCode()).isEqualTo(200);
  }

  @Test
  void aRuleAboutTheIdIsAboutTheAliasToo() {
    policy(ID);
    assertThat(ask(ALIAS)).isEqualTo(403);
    assertThat(ask("claude-sonnet-5-5")).isEqualTo(200);
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aRuleAboutTheAliasIsAboutTheAlias() {
    policy(ALIAS);
    assertThat(ask(ALIAS)).isEqualTo(403);
  }

  @Test
  void anExplanationKnowsTheAliasAsWell() {
    policy(ID);
    var asked = Map.of("job", desk.job.jobId(), "call", Map.of("model", ALIAS, "max_tokens", 9));
    var explained =
        desk.postRest("ai-policy/explain", JsonMapper.shared().writeValueAsString(asked));
    assertThat(explained.statusCode()).as(explained.body()).isEqualTo(200);
    assertThat(explained.body()).contains("\"rule\":\"no\"");
  }

  @Test
  void aLimitOnTheIdCountsTheAlias() {
    desk.allow("job", "requests", "lifetime", "2", "model", ID);
    assertThat(ask(ALIAS)).isEqualTo(200);
    assertThat(ask(ID)).isEqualTo(200);
    assertThat(ask(ALIAS)).isEqualTo(402);
    var again = desk.allow("build", "requests", "lifetime", "9", "model", "claude-opus-4-5-*");
    assertThat(ask("claude-sonnet-5-5")).isEqualTo(200);
    assertThat(ask(ALIAS)).isEqualTo(402);
    // Made afterwards, it is derived from the rows, where the alias counts as well.
    desk.delete("allowances/" + again.path("id").asString());
    var third = desk.allow("build", "requests", "lifetime", "2", "model", ID);
    assertThat(ask(ALIAS)).isEqualTo(402);
    assertThat(desk.allowance(third).at("/balances/0/settled").asString()).isEqualTo("2");
  }

  @Test
  void aKillSwitchOnTheIdStopsTheAlias() {
    var order = "{\"level\":\"model\",\"target\":\"%s\",\"reason\":\"no\"}".formatted(ID);
    assertThat(desk.postRest("kill-switches", order).statusCode()).isEqualTo(201);
    assertThat(ask(ALIAS)).isEqualTo(403);
    assertThat(ask("claude-sonnet-5-5")).isEqualTo(200);
  }
}
