package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code tools}: which of them the provider runs is told by their type alone. */
final class OpenAiTools {
  /** Those that the client runs; what nobody knows is the provider's. */
  private static final Set<String> CLIENT_RUN =
      Set.of("", "function", "custom", "local_shell", "apply_patch");

  private static final Set<String> TYPE = Set.of("type");

  private static final int HIDDEN_TOKENS = 32;

  /** A screen to be driven by the client comes with a long prompt of the provider's own. */
  private static final int SCREEN_TOKENS = 16_000;

  private final JsonParser parser;
  private final OpenAiScan scan;
  private final FeatureNotes notes;
  private final List<String> serverRun = new ArrayList<>();
  private @Nullable Long mostCalls;

  OpenAiTools(JsonParser parser, OpenAiScan scan, FeatureNotes notes) {
    this.parser = parser;
    this.scan = scan;
    this.notes = notes;
  }

  void read() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      scan.value();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        add(type());
      } else {
        scan.value();
      }
    }
  }

  /** How often all tools of the provider may be called together. */
  void limit() {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      mostCalls = Scalars.number(parser, "max_tool_calls");
    }
  }

  private String type() {
    Set<String> names = new HashSet<>();
    String type = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Spelling.require(name, TYPE);
      if (!names.add(name)) {
        throw Refused.badBody(
            "The field '" + Scalars.shown(name) + "' stands twice in a tool of the request.");
      }
      if (name.equals("type")) {
        type = Scalars.text(parser, name);
      } else {
        scan.value();
      }
    }
    return type;
  }

  void add(String type) {
    if (CLIENT_RUN.contains(type)) {
      notes.clientTool(HIDDEN_TOKENS);
    } else if (type.startsWith("computer")) {
      notes.clientTool(SCREEN_TOKENS);
    } else {
      serverRun.add(type);
    }
  }

  /**
   * Notes those that the provider runs, now that their limit is known. It bounds no money: their
   * fees and what they read are in no usage.
   */
  void note() {
    for (String type : serverRun) {
      notes.serverTool(new ServerTool(type, mostCalls));
      notes.unbounded(Unbounded.tool("the tool '" + type + "'"));
    }
  }
}
