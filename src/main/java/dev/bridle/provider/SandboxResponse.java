package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.http.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One response of the sandbox, to be sent whole or as the events of a stream. */
record SandboxResponse(String id, OpenAiAsk ask, SandboxReply reply) {
  private static final JsonMapper JSON = JsonMapper.shared();

  ObjectNode whole() {
    ObjectNode response = head(isCut() ? "incomplete" : "completed");
    if (isCut()) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    response.putArray("output").add(item("completed"));
    response.set("usage", usage());
    return response;
  }

  List<Piece> events(Pacing pacing) {
    List<ObjectNode> events = new ArrayList<>();
    events.add(about("response.created"));
    events.add(about("response.in_progress"));
    ObjectNode added = typed("response.output_item.added").put("output_index", 0);
    added.set("item", opening());
    events.add(added);
    int firstPart = events.size();
    reply.parts().forEach(part -> events.add(place(deltaType()).put("delta", part)));
    events.add(done());
    ObjectNode itemDone = typed("response.output_item.done").put("output_index", 0);
    itemDone.set("item", item("completed"));
    events.add(itemDone);
    ObjectNode last = typed("response." + (isCut() ? "incomplete" : "completed"));
    last.set("response", whole());
    events.add(last);
    return paced(events, firstPart, pacing);
  }

  /** How long an answer takes that comes whole: as long as its stream would. */
  Duration duration(Pacing pacing) {
    return events(pacing).stream().map(Piece::pause).reduce(Duration.ZERO, Duration::plus);
  }

  private List<Piece> paced(List<ObjectNode> events, int firstPart, Pacing pacing) {
    List<Piece> pieces = new ArrayList<>();
    int parts = reply.parts().size();
    for (int i = 0; i < events.size(); i++) {
      ObjectNode event = events.get(i).put("sequence_number", i);
      boolean isPart = i >= firstPart && i < firstPart + parts;
      Duration pause =
          i == 0 ? pacing.first() : isPart ? pacing.before(i - firstPart) : Duration.ZERO;
      String text = "event: " + event.path("type").stringValue() + "\ndata: " + event + "\n\n";
      pieces.add(new Piece(pause, text.getBytes(UTF_8)));
    }
    return pieces;
  }

  private boolean isCut() {
    return reply.stopReason().equals("max_tokens");
  }

  private String deltaType() {
    return switch (reply) {
      case SandboxReply.Text _ -> "response.output_text.delta";
      case SandboxReply.ToolUse _ -> "response.function_call_arguments.delta";
    };
  }

  private ObjectNode done() {
    return switch (reply) {
      case SandboxReply.Text text -> place("response.output_text.done").put("text", text.text());
      case SandboxReply.ToolUse tool ->
          place("response.function_call_arguments.done").put("arguments", tool.input().toString());
    };
  }

  private ObjectNode place(String type) {
    ObjectNode event = typed(type).put("item_id", itemId()).put("output_index", 0);
    return reply instanceof SandboxReply.Text ? event.put("content_index", 0) : event;
  }

  private ObjectNode about(String type) {
    ObjectNode event = typed(type);
    ObjectNode response = head("in_progress");
    response.putArray("output");
    event.set("response", response.putNull("usage"));
    return event;
  }

  private String itemId() {
    return (reply instanceof SandboxReply.Text ? "msg_sandbox_" : "fc_sandbox_") + id;
  }

  private ObjectNode opening() {
    ObjectNode item = item("in_progress");
    return switch (reply) {
      case SandboxReply.Text _ -> {
        item.putArray("content");
        yield item;
      }
      case SandboxReply.ToolUse _ -> item.put("arguments", "");
    };
  }

  private ObjectNode item(String status) {
    ObjectNode item = JSON.createObjectNode().put("id", itemId()).put("status", status);
    switch (reply) {
      case SandboxReply.Text text -> {
        item.put("type", "message").put("role", "assistant");
        ObjectNode part = item.putArray("content").addObject().put("type", "output_text");
        part.put("text", text.text()).putArray("annotations");
      }
      case SandboxReply.ToolUse tool ->
          item.put("type", "function_call")
              .put("call_id", tool.id())
              .put("name", tool.name())
              .put("arguments", tool.input().toString());
    }
    return item;
  }

  private ObjectNode head(String status) {
    return JSON.createObjectNode()
        .put("id", "resp_sandbox_" + id)
        .put("object", "response")
        .put("created_at", OpenAiSandbox.CREATED)
        .put("status", status)
        .putNull("error")
        .putNull("incomplete_details")
        .put("model", ask.model())
        .put("service_tier", "default");
  }

  private ObjectNode usage() {
    long prompt = ask.promptTokens();
    long output = reply.outputTokens();
    ObjectNode usage = JSON.createObjectNode();
    usage.put("input_tokens", prompt).putObject("input_tokens_details").put("cached_tokens", 0);
    usage
        .put("output_tokens", output)
        .putObject("output_tokens_details")
        .put("reasoning_tokens", 0);
    return usage.put("total_tokens", prompt + output);
  }

  private static ObjectNode typed(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
