package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.RunningBridle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see and change policy and kill switches. */
class PolicyAccessTest {
  private static final String ACME = "/v2/organizations/acme/";

  private final RunningBridle bridle = RunningBridle.start();
  private final String admin = bridle.setUp().path("api_token").asString();

  @AfterEach
  void close() {
    bridle.close();
  }

  private String tokenWith(String... scopes) {
    return bridle
        .as(admin)
        .post(ACME + "api-tokens", Map.of("description", "x", "scopes", List.of(scopes)))
        .json()
        .path("token")
        .asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ai-policy", "kill-switches"})
  void readingNeedsTheScope(String path) {
    assertThat(bridle.asNobody().get(ACME + path).status()).isEqualTo(401);
    assertThat(bridle.as(tokenWith("read_builds")).get(ACME + path).message())
        .contains("`read_ai_policy`");
    assertThat(bridle.as(tokenWith("read_ai_policy")).get(ACME + path).status()).isEqualTo(200);
    assertThat(bridle.as(admin).get("/v2/organizations/other/" + path).status()).isEqualTo(404);
  }

  @Test
  void changingNeedsAnother() {
    var reader = bridle.as(tokenWith("read_ai_policy"));
    var policy = Map.of("version", 0, "rules", List.of());
    assertThat(reader.put(ACME + "ai-policy", policy).status()).isEqualTo(403);
    assertThat(reader.post(ACME + "kill-switches", Map.of()).status()).isEqualTo(403);
    assertThat(reader.delete(ACME + "kill-switches/x").status()).isEqualTo(403);
    var writer = bridle.as(tokenWith("write_ai_policy"));
    assertThat(writer.put(ACME + "ai-policy", policy).status()).isEqualTo(200);
    assertThat(writer.put(ACME + "ai-policy", Map.of("rules", List.of())).message())
        .contains("`version` must be given");
    assertThat(writer.delete(ACME + "kill-switches/x").status()).isEqualTo(404);
  }

  @Test
  void whatIsAskedOfAnExplanationIsChecked() {
    var caller = bridle.as(admin);
    String path = ACME + "ai-policy/explain";
    Map<String, Object> call = Map.of("model", "claude-sonnet-5-5");
    assertThat(caller.post(path, Map.of("call", call)).message()).contains("either `job`");
    assertThat(caller.post(path, Map.of("job", "x", "call", call)).status()).isEqualTo(404);
    assertThat(caller.post(path, Map.of("claims", Map.of(), "call", Map.of())).message())
        .contains("`model` must be given");
    assertThat(caller.post(path, Map.of("claims", Map.of("x", 1), "call", call)).message())
        .contains("no key `x`");
    assertThat(caller.get(ACME + "ai-policy?version=7").status()).isEqualTo(404);
    assertThat(caller.get(ACME + "ai-policy?version=x").status()).isEqualTo(400);
    assertThat(caller.get(ACME + "ai-policy?version=0").status()).isEqualTo(200);
  }
}
