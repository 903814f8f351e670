package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The stream's reading of random bodies against a second one, of the tree. */
class BodyTreeTest {
  private static final int CASES = 5_000;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> NAMES =
      List.of(
          "type",
          "type",
          "source",
          "source",
          "cache_control",
          "ttl",
          "max_uses",
          "file_id",
          "allowed_callers",
          "citations",
          "enabled",
          "content",
          "input",
          "role",
          "text",
          "tools");
  private static final List<String> TYPES =
      List.of(
          "text",
          "text",
          "image",
          "image",
          "document",
          "base64",
          "base64",
          "url",
          "file",
          "content",
          "custom",
          "tool_result",
          "ephemeral",
          "container_upload",
          "bash_20250124",
          "web_search_20250305",
          "web_fetch_20260209",
          "code_execution_20250825",
          "mcp_toolset",
          "video",
          "made_up_20270101");
  private static final List<String> TOP =
      List.of("system", "messages", "messages", "tools", "cache_control", "metadata", "thinking");

  private final Random random = new Random(20261124);

  @Test
  void bothFindTheSame() {
    for (int i = 0; i < CASES; i++) {
      ObjectNode body = JSON.createObjectNode().put("model", "m");
      for (int f = random.nextInt(4); f >= 0; f--) {
        body.set(pick(TOP), anyValue(0));
      }
      var truth = new BodyTruth();
      truth.body(body);
      var found = MessagesReader.read(JSON.writeValueAsBytes(body)).features();
      String text = new String(JSON.writeValueAsBytes(body), StandardCharsets.UTF_8);
      assertThat(found.serverTools()).as(text).containsExactlyInAnyOrderElementsOf(truth.tools);
      assertThat(found.cacheWrites()).as(text).isEqualTo(truth.writes());
      assertThat(found.fillsWindow()).as(text).isEqualTo(truth.dense || truth.referenced);
      assertThat(found.mayGrow()).as(text).isEqualTo(truth.referenced || !truth.tools.isEmpty());
      assertThat(found.unbounded().isPresent()).as(text).isEqualTo(truth.unbounded);
      assertThat(found.hiddenTokens()).as(text).isGreaterThanOrEqualTo(truth.pictures * 6_000L);
    }
  }

  private JsonNode anyValue(int depth) {
    int kind = depth > 5 ? 2 + random.nextInt(4) : random.nextInt(6);
    return switch (kind) {
      case 0 -> anyObject(depth);
      case 1 -> anyArray(depth);
      case 2 -> JSON.getNodeFactory().stringNode(pick(TYPES));
      case 3 -> JSON.getNodeFactory().numberNode(random.nextInt(5));
      case 4 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      default -> JSON.getNodeFactory().nullNode();
    };
  }

  private ArrayNode anyArray(int depth) {
    ArrayNode array = JSON.createArrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(random.nextInt(4) == 0 ? anyValue(depth + 1) : anyObject(depth + 1));
    }
    return array;
  }

  private ObjectNode anyObject(int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = pick(NAMES);
      switch (name) {
        case "type" -> object.put(name, pick(TYPES));
        case "max_uses" -> object.put(name, random.nextInt(5));
        case "ttl" -> object.put(name, pick(List.of("5m", "5m", "1h", "2h")));
        case "allowed_callers" -> object.set(name, JSON.createArrayNode().add("direct"));
        case "source", "cache_control", "citations" ->
            object.set(name, random.nextInt(3) == 0 ? anyValue(depth + 1) : anyObject(depth + 1));
        default -> object.set(name, anyValue(depth + 1));
      }
    }
    return object;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
