package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a job sees of its provider's models. */
class ShownModelsTest {
  private static final String LIST =
      """
      {"data":[{"type":"model","id":"claude-opus-5-5","display_name":"Opus"},{"type":"model","id":"claude-sonnet-5-5"}],"has_more":true,"first_id":"claude-opus-5-5","last_id":"claude-sonnet-5-5"}\
      """;

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", LIST));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private List<String> shown() {
    var answer = desk.get("/v1/models");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode list = JsonMapper.shared().readTree(answer.body());
    assertThat(list.path("last_id").asString()).isEqualTo("claude-sonnet-5-5");
    return list.path("data").valueStream().map(model -> model.path("id").asString()).toList();
  }

  @Test
  void allOfThemWhereAllAreAllowed() {
    assertThat(shown()).containsExactly("claude-opus-5-5", "claude-sonnet-5-5");
  }

  @Test
  void onlyThoseThatItMayAsk() {
    desk.policy(
        "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
        "{'id':'all','effect':'allow'}");
    assertThat(shown()).containsExactly("claude-sonnet-5-5");
    assertThat(desk.get("/v1/models/claude-opus-5-5").statusCode()).isEqualTo(403);
    assertThat(desk.get("/v1/models/claude-sonnet-5-5").statusCode()).isEqualTo(200);
  }

  @Test
  void anErrorOfTheProviderGoesOnAsItIs() {
    provider.behave(answering(500, "application/json", "{\"type\":\"error\"}"));
    assertThat(desk.get("/v1/models").body()).isEqualTo("{\"type\":\"error\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic/claude-opus-5-5", "anthropic%2Fclaude-opus-5-5"})
  void anIdMayHaveASlash(String id) {
    assertThat(desk.get("/v1/models/" + id).statusCode()).isEqualTo(200);
    assertThat(provider.asked().getLast().target()).isEqualTo("/v1/models/" + id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "../files", "a/..", "a%2f..%2fb", "a/"})
  void noOtherAddressIsReachedByIt(String id) {
    desk.get("/v1/models/" + id);
    assertThat(provider.asked()).noneMatch(asked -> !asked.target().equals("/v1/models/a"));
  }
}
