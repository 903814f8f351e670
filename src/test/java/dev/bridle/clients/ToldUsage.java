package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;

import dev.bridle.testing.FakeProvider;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a scripted provider says that an answer has used. */
record ToldUsage(
    long input,
    long written5m,
    long written1h,
    long read,
    long output,
    long searches,
    String geo,
    String speed) {

  /** Of an ordinary answer, without searches. */
  static ToldUsage of(long input, long written5m, long written1h, long read, long output) {
    return new ToldUsage(input, written5m, written1h, read, output, 0, "global", "standard");
  }

  ToldUsage in(String region) {
    return new ToldUsage(input, written5m, written1h, read, output, searches, region, speed);
  }

  ToldUsage fast() {
    return new ToldUsage(input, written5m, written1h, read, output, searches, geo, "fast");
  }

  /** Answers as whichever model is asked. */
  FakeProvider.Behaviour answer() {
    return (asked, out) ->
        answerAs(JsonMapper.shared().readTree(asked.body()).path("model").asString())
            .answer(asked, out);
  }

  /** Answers as that model, with a stream where one is asked for. */
  FakeProvider.Behaviour answerAs(String model) {
    return (asked, out) -> {
      var ask = JsonMapper.shared().readTree(asked.body());
      boolean streams = ask.path("stream").asBoolean(false);
      answering(
              200,
              streams ? "text/event-stream" : "application/json",
              streams ? stream(model) : message(model))
          .answer(asked, out);
    };
  }

  private String message(String model) {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "id", "msg_1",
                "type", "message",
                "role", "assistant",
                "model", model,
                "content", List.of(Map.of("type", "text", "text", "Hello")),
                "stop_reason", "end_turn",
                "usage", usage(output)));
  }

  private Map<String, Object> usage(long output) {
    return Map.of(
        "input_tokens",
        input,
        "cache_creation_input_tokens",
        written5m + written1h,
        "cache_creation",
        Map.of("ephemeral_5m_input_tokens", written5m, "ephemeral_1h_input_tokens", written1h),
        "cache_read_input_tokens",
        read,
        "output_tokens",
        output,
        "server_tool_use",
        Map.of("web_search_requests", searches),
        "service_tier",
        "standard",
        "inference_geo",
        geo,
        "speed",
        speed);
  }

  private String stream(String model) {
    return """
    event: message_start
    data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"%s","content":[],"stop_reason":null,"stop_sequence":null,"usage":%s}}

    event: content_block_start
    data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

    event: content_block_delta
    data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

    event: content_block_stop
    data: {"type":"content_block_stop","index":0}

    event: message_delta
    data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":%d,"server_tool_use":{"web_search_requests":%d}}}

    event: message_stop
    data: {"type":"message_stop"}

    """
        .formatted(model, JsonMapper.shared().writeValueAsString(usage(1)), output, searches);
  }
}
