package dev.bridle.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks once in each situation that it is given, and prints what its user would see, as JSON. */
public final class Ask {
  private Ask() {}

  public static void main(String[] arguments) throws Exception {
    var client = client();
    for (String situation : arguments) {
      Map<String, Object> told;
      try {
        told = told(ask(client, situation));
      } catch (AnthropicException e) {
        told = refused(e);
      }
      System.out.println(new ObjectMapper().writeValueAsString(told));
    }
    // The connections that are kept would hold the program for a minute.
    System.exit(0);
  }

  private static AnthropicClient client() {
    var builder =
        AnthropicOkHttpClient.builder()
            .baseUrl(System.getenv("BASE_URL") + "/anthropic")
            .apiKey(System.getenv("TOKEN"));
    if (System.getenv("RETRIES") != null) {
      builder.maxRetries(Integer.parseInt(System.getenv("RETRIES")));
    }
    return builder.build();
  }

  private static Message ask(AnthropicClient client, String situation) {
    var params = params(situation.startsWith("tools"));
    if (!situation.endsWith("stream")) {
      return client.messages().create(params);
    }
    var accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static MessageCreateParams params(boolean tools) {
    var params =
        MessageCreateParams.builder()
            .model(System.getenv("MODEL"))
            .maxTokens(1000)
            .addUserMessage("How is the weather?");
    if (tools) {
      params.addTool(weather());
    }
    return params.build();
  }

  private static Tool weather() {
    var place =
        Tool.InputSchema.Properties.builder()
            .putAdditionalProperty("place", JsonValue.from(Map.of("type", "string")))
            .build();
    return Tool.builder()
        .name("weather")
        .description("The weather in a place")
        .inputSchema(
            Tool.InputSchema.builder().properties(place).required(List.of("place")).build())
        .build();
  }

  private static Map<String, Object> told(Message message) {
    var told = new LinkedHashMap<String, Object>();
    told.put(
        "text",
        message.content().stream()
            .filter(ContentBlock::isText)
            .map(block -> block.asText().text())
            .collect(Collectors.joining()));
    told.put(
        "tool",
        message.content().stream()
            .filter(ContentBlock::isToolUse)
            .findFirst()
            .map(block -> block.asToolUse()._input().convert(Map.class))
            .orElse(null));
    told.put("stop", message.stopReason().map(Object::toString).orElse(null));
    told.put("input", message.usage().inputTokens());
    told.put("output", message.usage().outputTokens());
    return told;
  }

  private static Map<String, Object> refused(AnthropicException e) {
    var error = new LinkedHashMap<String, Object>();
    error.put("status", e instanceof AnthropicServiceException answered ? answered.statusCode() : null);
    error.put("message", String.valueOf(e.getMessage()));
    var told = new LinkedHashMap<String, Object>();
    told.put("error", error);
    return told;
  }
}
