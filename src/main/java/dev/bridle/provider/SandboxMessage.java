package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.http.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One message of the sandbox, to be sent whole or as the events of a stream. */
record SandboxMessage(String id, String model, JsonNode ask, SandboxReply reply) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The count that the provider names before it knows better. */
  private static final int PLACEHOLDER = 1;

  ObjectNode whole() {
    ObjectNode message = head();
    if (reply.outputTokens() > 0) {
      message.withArray("content").add(reply.block());
    }
    putStop(message);
    message.set("usage", usage(reply.outputTokens()));
    return message;
  }

  List<Piece> events(Pacing pacing) {
    List<Piece> events = new ArrayList<>();
    events.add(event(pacing.first(), messageStart()));
    events.add(event(Duration.ZERO, typed("ping")));
    if (reply.outputTokens() > 0) {
      addBlock(events, pacing);
    }
    events.add(event(Duration.ZERO, messageDelta()));
    events.add(event(Duration.ZERO, typed("message_stop")));
    return events;
  }

  /** How long a message takes that comes whole: as long as its stream would. */
  Duration duration(Pacing pacing) {
    return events(pacing).stream().map(Piece::pause).reduce(Duration.ZERO, Duration::plus);
  }

  private void addBlock(List<Piece> events, Pacing pacing) {
    ObjectNode start = typed("content_block_start").put("index", 0);
    start.set("content_block", emptyBlock());
    events.add(event(Duration.ZERO, start));
    List<String> parts = reply.parts();
    for (int i = 0; i < parts.size(); i++) {
      events.add(event(pacing.before(i), blockDelta(parts.get(i))));
    }
    events.add(event(Duration.ZERO, typed("content_block_stop").put("index", 0)));
  }

  private JsonNode emptyBlock() {
    return switch (reply) {
      case SandboxReply.Text text -> new SandboxReply.Text("", text.stopReason(), null).block();
      case SandboxReply.ToolUse(var toolId, var name, _) ->
          new SandboxReply.ToolUse(toolId, name, JSON.createObjectNode()).block();
    };
  }

  private ObjectNode blockDelta(String part) {
    ObjectNode event = typed("content_block_delta").put("index", 0);
    ObjectNode delta = event.putObject("delta");
    switch (reply) {
      case SandboxReply.Text _ -> delta.put("type", "text_delta").put("text", part);
      case SandboxReply.ToolUse _ ->
          delta.put("type", "input_json_delta").put("partial_json", part);
    }
    return event;
  }

  private ObjectNode messageStart() {
    ObjectNode message = head();
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", usage(PLACEHOLDER));
    ObjectNode event = typed("message_start");
    event.set("message", message);
    return event;
  }

  private ObjectNode messageDelta() {
    ObjectNode event = typed("message_delta");
    putStop(event.putObject("delta"));
    event
        .putObject("usage")
        .put("input_tokens", TokenEstimate.ofPrompt(ask))
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0)
        .put("output_tokens", reply.outputTokens());
    return event;
  }

  private ObjectNode head() {
    ObjectNode message = JSON.createObjectNode().put("id", id).put("type", "message");
    message.put("role", "assistant").put("model", model).putArray("content");
    return message;
  }

  private void putStop(ObjectNode to) {
    to.put("stop_reason", reply.stopReason());
    to.put("stop_sequence", reply instanceof SandboxReply.Text text ? text.stopSequence() : null);
  }

  private ObjectNode usage(long outputTokens) {
    ObjectNode usage = JSON.createObjectNode();
    usage
        .put("input_tokens", TokenEstimate.ofPrompt(ask))
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0)
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", 0)
        .put("ephemeral_1h_input_tokens", 0);
    usage.put("output_tokens", outputTokens).putNull("server_tool_use");
    return usage.put("service_tier", "standard").put("inference_geo", "global");
  }

  private static ObjectNode typed(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private static Piece event(Duration delay, ObjectNode event) {
    String text = "event: " + event.path("type").stringValue() + "\ndata: " + event + "\n\n";
    return new Piece(delay, text.getBytes(UTF_8));
  }
}
