package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prices over REST, with the very examples of their page. */
class PricesResourceTest {
  private static final Path PAGE = Path.of("docs", "api", "prices.md");

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private JsonNode put(int status, String body) {
    var answer = desk.put("prices", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode shown() {
    return JsonMapper.shared().readTree(desk.getRest("prices").body());
  }

  private static JsonNode model(JsonNode shown, String id) {
    return shown
        .path("models")
        .valueStream()
        .filter(model -> model.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String fromPage(String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void withoutOwnPricesTheBookIsShown() {
    JsonNode shown = shown();
    assertThat(shown.path("version").asInt()).isZero();
    assertThat(shown.path("price_version")).isEqualTo(shown.path("book_version"));
    assertThat(shown.path("document").toString()).isEqualTo("{\"version\":0,\"models\":[]}");
    assertThat(model(shown, "claude-haiku-5-5").path("prices")).hasSize(2);
    assertThat(model(shown, "claude-3-opus-20240229").path("retired").asBoolean()).isTrue();
  }

  @Test
  void theExampleOfThePageIsTaken() throws IOException {
    String example = fromPage("-d '(\\{.*?\\})' \\\\");
    JsonNode shown = put(200, example);
    assertThat(shown.path("price_version").asString()).isEqualTo("2026-11-23+1");
    assertThat(model(shown, "qwen3-coder").path("context_window").asInt()).isEqualTo(262_144);
    assertThat(model(shown, "qwen3-coder").path("prices").get(0).path("output").asString())
        .isEqualTo("1.2");
    assertThat(shown.at("/document/models/2/prices/0/from").asString()).isEqualTo("2026-12-01");
    put(409, example);
    assertThat(put(200, "{\"version\":1,\"models\":[]}").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void theAnswerHasTheFormOfThePage() throws IOException {
    JsonNode page = JsonMapper.shared().readTree(fromPage("```json\n(.*?)```"));
    JsonNode shown =
        put(200, "{\"version\":0,\"models\":" + page.path("document").path("models") + "}");
    assertThat(shown.propertyNames()).isEqualTo(page.propertyNames());
    assertThat(model(shown, "my-model")).isEqualTo(page.path("models").get(0));
    assertThat(shown.path("document")).isEqualTo(page.path("document"));
  }

  @Test
  void aMistakeIsNamedAndNothingIsChanged() {
    String bad = "{\"version\":0,\"models\":[{\"id\":\"x\",\"price_like\":\"nobody\"}]}";
    assertThat(put(422, bad).path("message").asString()).contains("x: price_like names no model");
    assertThat(put(422, "{\"models\":[]}").path("message").asString()).startsWith("version must");
    assertThat(put(422, "{\"version\":0}").path("message").asString()).startsWith("models must");
    assertThat(put(422, "{\"prices\":1}").path("message").asString())
        .isEqualTo("There is no field 'prices' here.");
    assertThat(shown().path("version").asInt()).isZero();
  }
}
