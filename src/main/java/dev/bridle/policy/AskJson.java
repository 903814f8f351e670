package dev.bridle.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a call asks for, as JSON: to be kept beside a decision, and to ask for one. */
public final class AskJson {
  private static final Set<String> KEYS =
      Set.of("provider", "model", "max_tokens", "stream", "fields", "server_tools", "betas");

  private AskJson() {}

  /** An object that Jackson can write; what it makes of it can be read here again. */
  public static Map<String, Object> of(Ask ask) {
    var json = new LinkedHashMap<String, Object>();
    json.put("provider", ask.provider());
    json.put("model", ask.model());
    json.put("max_tokens", ask.maxTokens());
    json.put("stream", ask.stream());
    json.put("fields", new TreeMap<>(ask.fields()));
    json.put("server_tools", ask.serverTools().stream().map(AskJson::of).toList());
    json.put("betas", ask.betas());
    return json;
  }

  private static Map<String, @Nullable Object> of(Ask.ServerTool tool) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("type", tool.type());
    json.put("max_uses", tool.maxUses());
    return json;
  }

  /** Reads one, or throws an {@link InvalidDocument}. */
  public static Ask read(JsonNode json) {
    var call = Entry.of("The call", json);
    call.allowOnly(KEYS);
    String provider = call.text("provider");
    return new Ask(
        provider == null ? "anthropic" : provider,
        call.required("model"),
        call.number("max_tokens").orElse(0),
        call.flag("stream"),
        fields(call),
        tools(call),
        call.get("betas").isArray() && call.get("betas").isEmpty()
            ? List.of()
            : call.texts("betas"));
  }

  private static Map<String, String> fields(Entry call) {
    Map<String, String> fields = new TreeMap<>();
    if (call.has("fields")) {
      var all = Entry.of("The call: `fields`", call.get("fields"));
      for (String name : all.json().propertyNames()) {
        JsonNode value = all.get(name);
        fields.put(name, value.isContainer() || value.isNull() ? "" : value.asString());
      }
    }
    return fields;
  }

  private static List<Ask.ServerTool> tools(Entry call) {
    List<Ask.ServerTool> tools = new ArrayList<>();
    JsonNode array = call.get("server_tools");
    if (!array.isMissingNode() && !array.isArray()) {
      throw call.invalid("server_tools", "must be a list of objects with `type` and `max_uses`");
    }
    for (JsonNode one : array) {
      var tool = Entry.of("The call: each of `server_tools`", one);
      tool.allowOnly(Set.of("type", "max_uses"));
      var uses = tool.number("max_uses");
      tools.add(
          new Ask.ServerTool(tool.required("type"), uses.isPresent() ? uses.getAsLong() : null));
    }
    return tools;
  }
}
