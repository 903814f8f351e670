package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any bytes as a body of a chat or, after an {@code r}, of Responses: either it is refused in a
 * sentence, or what is read of it is what every other reader sees, and a chat stream asks for its
 * usage and for nothing else.
 */
public final class OpenAiReaderFuzz {
  private static final PriceBook PRICES = PriceBook.openAi();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Set<String> CLIENT_RUN =
      Set.of("", "function", "custom", "local_shell", "apply_patch");

  private OpenAiReaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    boolean chat = data.length == 0 || data[0] != 'r';
    byte[] body = chat ? data : Arrays.copyOfRange(data, 1, data.length);
    OpenAiRequest read;
    try {
      read = chat ? OpenAiReader.chat(body) : OpenAiReader.response(body);
    } catch (Refused refused) {
      MessagesReaderFuzz.assertSentence(refused);
      return;
    }
    MessagesReaderFuzz.assertUtf8(body);
    MessagesReaderFuzz.assertCanBeKept(read);
    for (JsonNode view : BodyView.all(body)) {
      assertFields(read, view, chat);
      assertBound(read.features(), view);
    }
    assertStreamTellsItsUsage(read, chat);
  }

  private static void assertFields(OpenAiRequest read, JsonNode view, boolean chat) {
    assertThat(view.path("model").stringValue()).isEqualTo(read.model());
    assertThat(view.path("stream").asBoolean(false)).isEqualTo(read.stream());
    assertThat(view.path("background").asBoolean(false)).isFalse();
    List<String> limits =
        chat ? List.of("max_tokens", "max_completion_tokens") : List.of("max_output_tokens");
    assertThat(read.maxTokens().isPresent()).isEqualTo(limits.stream().anyMatch(view::hasNonNull));
    assertThat(read.maxTokens().orElse(0)).isEqualTo(most(view, 0, limits));
    assertThat(read.choices()).isEqualTo(most(view, 1, List.of("n", "best_of")));
    assertThat(read.fields().keySet()).containsExactlyInAnyOrderElementsOf(view.propertyNames());
    assertThat(read.fields().getOrDefault("service_tier", ""))
        .isEqualTo(view.path("service_tier").stringValue(""));
  }

  private static long most(JsonNode view, long least, List<String> names) {
    long most = least;
    for (String name : names) {
      assertThat(view.path(name).isNumber()).isEqualTo(view.hasNonNull(name));
      most = Math.max(most, view.path(name).asLong(0));
    }
    return most;
  }

  /** Whoever reads less of a body than we do may only find less. */
  private static void assertBound(BodyFeatures found, JsonNode view) {
    List<String> tools = serverTools(view);
    assertThat(found.serverTools()).extracting(ServerTool::type).containsAll(tools);
    assertThat(found.serverTools().size()).isGreaterThanOrEqualTo(tools.size());
    assertThat(found.unbounded().isPresent() || !isUnbounded(view, tools)).isTrue();
    var inPrompt =
        BodyView.within(
            JsonMapper.shared()
                .createArrayNode()
                .add(view.path("messages"))
                .add(view.path("input")));
    boolean held =
        view.hasNonNull("previous_response_id")
            || view.hasNonNull("conversation")
            || inPrompt.stream().anyMatch(OpenAiReaderFuzz::isReference);
    assertThat(found.mayGrow() || !held).isTrue();
    boolean file = inPrompt.stream().anyMatch(node -> node.path("file_data").isString());
    assertThat(found.fillsWindow() || !(held || file)).isTrue();
  }

  private static boolean isReference(JsonNode node) {
    JsonNode image = node.path("image_url");
    String address = image.isObject() ? image.path("url").stringValue("data:") : "data:";
    return node.path("file_id").isString()
        || node.path("file_url").isString()
        || node.path("type").stringValue("").equals("item_reference")
        || !image.stringValue("data:").startsWith("data:")
        || !address.startsWith("data:");
  }

  private static List<String> serverTools(JsonNode view) {
    var types = new ArrayList<String>();
    if (view.path("tools").isArray()) {
      for (JsonNode tool : view.path("tools")) {
        String type = tool.path("type").stringValue("");
        if (tool.isObject() && !CLIENT_RUN.contains(type) && !type.startsWith("computer")) {
          types.add(type);
        }
      }
    }
    if (view.hasNonNull("web_search_options")) {
      types.add("web_search");
    }
    return types;
  }

  private static boolean isUnbounded(JsonNode view, List<String> tools) {
    return !tools.isEmpty()
        || view.hasNonNull("prompt")
        || view.hasNonNull("prediction")
        || view.hasNonNull("context_management");
  }

  private static void assertStreamTellsItsUsage(OpenAiRequest read, boolean chat) {
    Rewrite rewrite = read.rewritten(Map.of(), true, PRICES, NOW);
    boolean asks = chat && read.stream();
    if (!asks) {
      assertThat(rewrite.body()).isSameAs(read.body());
      return;
    }
    List<JsonNode> before = BodyView.all(read.body().bytes());
    List<JsonNode> after = BodyView.all(rewrite.body().bytes());
    for (int i = 0; i < before.size(); i++) {
      ObjectNode expected = ((ObjectNode) before.get(i)).deepCopy();
      ObjectNode options =
          expected.path("stream_options") instanceof ObjectNode present
              ? present
              : expected.putObject("stream_options");
      options.put("include_usage", true);
      assertThat(after.get(i)).isEqualTo(expected);
    }
    boolean asked = before.getFirst().at("/stream_options/include_usage").asBoolean(false);
    assertThat(rewrite.made().isEmpty()).isEqualTo(asked);
    assertThat(OpenAiReader.chat(rewrite.body().bytes()).usageOption()).isNull();
  }
}
