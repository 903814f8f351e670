package dev.bridle.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks once for each line of JSON that it reads, and prints what its user would see, as JSON. */
public final class Ask {
  private final BufferedReader lines =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Ask() {}

  public static void main(String[] arguments) throws IOException {
    var json = new ObjectMapper();
    var ask = new Ask();
    for (String line = ask.lines.readLine(); line != null; line = ask.lines.readLine()) {
      System.out.println(json.writeValueAsString(ask.told(json.readValue(line, Wanted.class))));
    }
    // The connections that are kept would hold the program for a minute.
    System.exit(0);
  }

  private Map<String, Object> told(Wanted wanted) {
    var client = wanted.client();
    try {
      return wanted.situation().equals("paused-stream")
          ? paused(client, wanted)
          : told(answer(client, wanted));
    } catch (AnthropicException e) {
      return refused(e);
    } finally {
      client.close();
    }
  }

  private static Message answer(AnthropicClient client, Wanted wanted) {
    if (!wanted.situation().endsWith("stream")) {
      return client.messages().create(wanted.params());
    }
    var accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(wanted.params())) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  /** Reads to the end, but after the first text nothing before another line comes. */
  private Map<String, Object> paused(AnthropicClient client, Wanted wanted) {
    var length = new long[1];
    try (var stream = client.messages().createStreaming(wanted.params())) {
      stream.stream()
          .flatMap(event -> event.contentBlockDelta().stream())
          .flatMap(delta -> delta.delta().text().stream())
          .forEach(
              text -> {
                if (length[0] == 0) {
                  awaitLine();
                }
                length[0] += text.text().length();
              });
    }
    return Map.of("length", length[0]);
  }

  private void awaitLine() {
    try {
      lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
