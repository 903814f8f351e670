package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.http.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One chat completion of the sandbox, to be sent whole or as the chunks of a stream. */
record SandboxChat(String id, OpenAiAsk ask, SandboxReply reply) {
  private static final JsonMapper JSON = JsonMapper.shared();

  ObjectNode whole() {
    ObjectNode completion = head("chat.completion");
    for (int i = 0; i < ask.choices(); i++) {
      ObjectNode choice = completion.withArray("choices").addObject().put("index", i);
      message(choice.putObject("message").put("role", "assistant"));
      choice.putNull("logprobs").put("finish_reason", finishReason());
    }
    completion.set("usage", usage());
    return completion;
  }

  List<Piece> events(Pacing pacing) {
    List<Piece> events = new ArrayList<>();
    for (int i = 0; i < ask.choices(); i++) {
      addChoice(events, i, pacing);
    }
    if (ask.wantsUsage()) {
      ObjectNode last = head("chat.completion.chunk");
      last.putArray("choices");
      last.set("usage", usage());
      events.add(event(Duration.ZERO, last.toString()));
    }
    events.add(event(Duration.ZERO, "[DONE]"));
    return events;
  }

  /** How long an answer takes that comes whole: as long as its stream would. */
  Duration duration(Pacing pacing) {
    return events(pacing).stream().map(Piece::pause).reduce(Duration.ZERO, Duration::plus);
  }

  private void addChoice(List<Piece> events, int index, Pacing pacing) {
    ObjectNode first = JSON.createObjectNode().put("role", "assistant");
    switch (reply) {
      case SandboxReply.Text _ -> first.put("content", "");
      case SandboxReply.ToolUse tool -> {
        ObjectNode call = first.putNull("content").putArray("tool_calls").addObject();
        call.put("index", 0).put("id", tool.id()).put("type", "function");
        call.putObject("function").put("name", tool.name()).put("arguments", "");
      }
    }
    events.add(chunk(pacing.first(), index, first, null));
    List<String> parts = reply.parts();
    for (int i = 0; i < parts.size(); i++) {
      events.add(chunk(pacing.before(i), index, delta(parts.get(i)), null));
    }
    events.add(chunk(Duration.ZERO, index, JSON.createObjectNode(), finishReason()));
  }

  private ObjectNode delta(String part) {
    ObjectNode delta = JSON.createObjectNode();
    switch (reply) {
      case SandboxReply.Text _ -> delta.put("content", part);
      case SandboxReply.ToolUse _ -> {
        ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0);
        call.putObject("function").put("arguments", part);
      }
    }
    return delta;
  }

  private Piece chunk(Duration pause, int index, ObjectNode delta, @Nullable String finishReason) {
    ObjectNode chunk = head("chat.completion.chunk");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (ask.wantsUsage()) {
      chunk.putNull("usage");
    }
    return event(pause, chunk.toString());
  }

  private void message(ObjectNode message) {
    switch (reply) {
      case SandboxReply.Text text -> message.put("content", text.text());
      case SandboxReply.ToolUse tool -> {
        ObjectNode call = message.putNull("content").putArray("tool_calls").addObject();
        call.put("id", tool.id()).put("type", "function");
        call.putObject("function")
            .put("name", tool.name())
            .put("arguments", tool.input().toString());
      }
    }
    message.putNull("refusal");
  }

  private String finishReason() {
    return switch (reply.stopReason()) {
      case "max_tokens" -> "length";
      case "tool_use" -> "tool_calls";
      default -> "stop";
    };
  }

  private ObjectNode head(String object) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-sandbox-" + id)
        .put("object", object)
        .put("created", OpenAiSandbox.CREATED)
        .put("model", ask.model())
        .put("service_tier", "default");
  }

  private ObjectNode usage() {
    long prompt = ask.promptTokens();
    long output = reply.outputTokens() * ask.choices();
    ObjectNode usage = JSON.createObjectNode();
    usage.put("prompt_tokens", prompt).put("completion_tokens", output);
    usage.put("total_tokens", prompt + output);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    return usage;
  }

  private static Piece event(Duration pause, String data) {
    return new Piece(pause, ("data: " + data + "\n\n").getBytes(UTF_8));
  }
}
