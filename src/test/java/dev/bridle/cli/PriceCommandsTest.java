package dev.bridle.cli;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prices typed against a running server. */
class PriceCommandsTest {
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private String prices(int status, String words) {
    return CommandLineForTests.run(status, desk, "prices " + words);
  }

  private JsonNode document() {
    return JsonMapper.shared().readTree(desk.getRest("prices").body()).path("document");
  }

  @Test
  void aModelIsAddedWithTheUsualCachePricesAndRemoved() {
    String add = "add --model qwen --input 0.30 --output 1.20";
    assertThat(prices(1, add)).contains("contextWindow must be");
    assertThat(prices(0, add + " --context-window 262144 --max-output 65536"))
        .isEqualTo("qwen is added.\n");
    assertThat(prices(0, "list"))
        .contains("version 2026-11-23+1")
        .containsPattern("qwen +262144 +0.3 +0.375 +0.6 +0.03 +1.2\n")
        .contains("claude-haiku-5-5 >100000")
        .contains("claude-opus-5-5 fast");
    assertThat(prices(1, add)).contains("use override");
    prices(0, "remove --model qwen");
    assertThat(prices(0, "list --json")).doesNotContain("qwen");
    assertThat(prices(1, "remove --model qwen")).contains("no prices of its own");
  }

  @Test
  void anOverrideFromADayEndsTheOneBefore() {
    prices(0, "override --model claude-opus-5-5 --input 3 --output 15");
    prices(0, "override --model claude-opus-5-5 --input 2 --output 9 --from 2026-12-01");
    JsonNode lines = document().at("/models/0/prices");
    assertThat(lines).hasSize(2);
    assertThat(lines.at("/0/until").asString()).isEqualTo("2026-12-01");
    assertThat(lines.at("/1/from").asString()).isEqualTo("2026-12-01");
    assertThat(prices(1, "override --model nobody --input 3 --output 15")).contains("use add");
  }

  @Test
  void aFamilyCostsAsMuchAsAModel() {
    assertThat(prices(0, "like --model claude-sonnet-* --as claude-sonnet-5-5"))
        .isEqualTo("claude-sonnet-* costs as much as claude-sonnet-5-5.\n");
    assertThat(document().at("/models/0/price_like").asString()).isEqualTo("claude-sonnet-5-5");
    assertThat(prices(2, "override --model claude-opus-5 --input 1 --output 1 --from never"))
        .contains("--from must be a day");
  }
}
