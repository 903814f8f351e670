package dev.bridle.call;

import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.CacheWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What moves the bound of a Messages body, told of its tree: a second opinion for its reader. */
final class BodyTruth {
  private static final Set<String> UNBOUNDED =
      Set.of("container", "mcp_servers", "fallbacks", "compaction");
  private static final Pattern TOOL = Pattern.compile("(?s).+_[0-9]{8}|mcp_toolset.*");
  private static final Pattern CLIENT =
      Pattern.compile(
          "|custom|(bash|text_editor|computer|memory|computer_toolset|browser_toolset)_[0-9]{8}");
  private static final Pattern BOUNDED = Pattern.compile("(?s)tool_search_.*");
  private static final Pattern WEB = Pattern.compile("(?s)web_(search|fetch)_.*");
  private static final Set<String> PLAIN_WEB = Set.of("web_search_20250305", "web_fetch_20250910");

  final List<ServerTool> tools = new ArrayList<>();
  private boolean caches;
  private boolean hour;
  boolean dense;
  boolean referenced;
  boolean unbounded;
  int pictures;

  CacheWrites writes() {
    return hour ? CacheWrites.ONE_HOUR : caches ? CacheWrites.FIVE_MINUTES : CacheWrites.NONE;
  }

  void body(JsonNode body) {
    body.propertyStream()
        .filter(field -> !Set.of("tools", "context_management").contains(field.getKey()))
        .forEach(field -> walk(field.getValue()));
    cached(body);
    tools(body.path("tools"));
    for (String name : UNBOUNDED) {
      JsonNode value = body.path(name);
      boolean nothing =
          value.isNull() || value.isMissingNode() || value.isArray() && value.isEmpty();
      unbounded |= !nothing;
    }
    edits(body.path("context_management"));
    if (body.hasNonNull("thread")) {
      referenced = true;
      hour = true;
    }
  }

  private void tools(JsonNode list) {
    if (!list.isArray()) {
      walk(list);
      return;
    }
    for (JsonNode tool : list) {
      if (tool.isObject()) {
        tool(tool);
        media(tool);
        cached(tool);
        tool.forEach(this::walk);
      } else {
        walk(tool);
      }
    }
  }

  /** Only edits that clear are known to cost nothing. */
  private void edits(JsonNode management) {
    management
        .path("edits")
        .forEach(edit -> {
          unbounded |= !edit.path("type").asString("").startsWith("clear_");
        });
    boolean other =
        !management.isNull() && !management.isMissingNode() && !management.isObject()
            || management
                .propertyStream()
                .anyMatch(field ->
                    !field.getValue().isNull()
                        && (!field.getKey().equals("edits") || !field.getValue().isArray()));
    unbounded |= other;
  }

  private void walk(JsonNode node) {
    if (node.isObject()) {
      if (TOOL.matcher(node.path("type").asString("")).matches()) {
        tool(node);
      }
      media(node);
      cached(node);
    }
    node.forEach(this::walk);
  }

  private void cached(JsonNode node) {
    JsonNode control = node.path("cache_control");
    if (!control.isMissingNode() && !control.isNull()) {
      caches = true;
      JsonNode ttl = control.path("ttl");
      boolean five = ttl.isMissingNode() || ttl.isNull() || ttl.asString("").equals("5m");
      hour |= !control.isObject() || !five;
    }
    JsonNode citations = node.path("citations");
    boolean off = citations.path("enabled").isBoolean() && !citations.path("enabled").asBoolean();
    dense |= citations.isObject() && !off;
  }

  private void tool(JsonNode node) {
    String type = node.path("type").asString("");
    if (CLIENT.matcher(type).matches()) {
      return;
    }
    JsonNode uses = node.path("max_uses");
    tools.add(new ServerTool(type, uses.isNumber() ? uses.asLong() : null));
    JsonNode callers = node.path("allowed_callers");
    boolean direct =
        !callers.isEmpty() && callers.valueStream().allMatch(c -> c.asString("").equals("direct"));
    boolean bounded =
        WEB.matcher(type).matches() && uses.isNumber() && (direct || PLAIN_WEB.contains(type));
    unbounded |= !bounded && !BOUNDED.matcher(type).matches();
  }

  private void media(JsonNode node) {
    String type = node.path("type").asString("");
    boolean medium = type.equals("image") || type.equals("document");
    JsonNode source = node.path("source");
    String kind = source.isObject() ? source.path("type").asString("") : "";
    referenced |= node.path("file_id").isString() || type.equals("container_upload");
    if (kind.equals("base64") && type.equals("image")) {
      pictures++;
    } else if (kind.equals("base64")) {
      dense = true;
    } else if (kind.equals("url") || kind.equals("file")) {
      referenced = true;
    } else if (kind.isEmpty()) {
      referenced |= medium;
    } else if (!kind.equals("text") && !kind.equals("content")) {
      referenced |= !type.isEmpty();
    }
  }
}
