package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rewritten body must be, made of its tree: a second opinion for the splices. */
record RewriteTruth(JsonNode before, Rewrite rewrite) {
  private static final JsonMapper JSON = JsonMapper.shared();

  JsonNode body() {
    ObjectNode body = ((ObjectNode) before).deepCopy();
    body.put("model", rewrite.model());
    int leading = leading();
    boolean lifts = leading > 0 && leading < before.path("messages").size();
    assertThat(rewrite.made().contains("system")).isEqualTo(lifts);
    if (lifts) {
      body.set("system", system(leading));
      ArrayNode rest = JSON.createArrayNode();
      before.path("messages").valueStream().skip(leading).forEach(rest::add);
      body.set("messages", rest);
    }
    return body;
  }

  private int leading() {
    JsonNode messages = before.path("messages");
    int count = 0;
    while (messages.isArray() && count < messages.size() && isSystem(messages.get(count))) {
      count++;
    }
    return count;
  }

  private static boolean isSystem(JsonNode message) {
    JsonNode content = message.path("content");
    return message.isObject()
        && Set.copyOf(message.propertyNames()).equals(Set.of("role", "content"))
        && message.path("role").stringValue("").equals("system")
        && (content.isString() || content.isArray());
  }

  private JsonNode system(int leading) {
    List<JsonNode> parts = new ArrayList<>();
    before
        .path("messages")
        .valueStream()
        .limit(leading)
        .forEach(message -> parts.add(message.path("content")));
    if (before.hasNonNull("system")) {
      parts.add(before.path("system"));
    }
    return parts.size() == 1 ? parts.getFirst() : blocks(parts);
  }

  private static ArrayNode blocks(List<JsonNode> parts) {
    ArrayNode blocks = JSON.createArrayNode();
    for (JsonNode part : parts) {
      if (part.isArray()) {
        part.forEach(blocks::add);
      } else {
        blocks.add(JSON.createObjectNode().put("type", "text").set("text", part));
      }
    }
    return blocks;
  }
}
