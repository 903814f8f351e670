package dev.bridle.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.WebSearchTool20250305;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What is to be asked, and how.
 *
 * @param retries how often it asks again; null is its own default
 */
record Wanted(
    @JsonProperty("base_url") String baseUrl,
    String token,
    String model,
    String situation,
    Integer retries,
    Map<String, String> headers) {
  private static final int TOO_LARGE = 33 << 20;

  AnthropicClient client() {
    var builder = AnthropicOkHttpClient.builder().baseUrl(baseUrl).apiKey(token);
    headers.forEach(builder::replaceHeaders);
    if (retries != null) {
      builder.maxRetries(retries);
    }
    return builder.build();
  }

  MessageCreateParams params() {
    var params =
        MessageCreateParams.builder().model(model).maxTokens(most()).addUserMessage(question());
    if (situation.startsWith("tools")) {
      params.addTool(weather());
    }
    if (situation.equals("search")) {
      params.addTool(WebSearchTool20250305.builder().build());
    }
    return params.build();
  }

  private long most() {
    return situation.startsWith("long") ? 100_000 : 1000;
  }

  private String question() {
    return situation.equals("huge") ? "x".repeat(TOO_LARGE) : "How is the weather?";
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
}
