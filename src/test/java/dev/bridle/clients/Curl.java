package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A job that has nothing but curl. */
final class Curl implements ModelClient {
  private static final int TOO_LARGE = 33 << 20;
  private static final String STATUS = "\nstatus ";

  private final Format format;

  Curl(Format format) {
    this.format = format;
  }

  /** What came of it, in the words of the other clients: text, or the error with its status. */
  @Override
  public Told ask(Asking asking) {
    var process = start(asking);
    String output = new String(all(process), StandardCharsets.UTF_8);
    int mark = output.lastIndexOf(STATUS);
    String body = output.substring(0, mark);
    int status = Integer.parseInt(output.substring(mark + STATUS.length()).strip());
    boolean well = exit(process) == 0 && !isErrorEvent(body);
    Map<String, ?> told =
        well && status < 400
            ? Map.of("text", text(body))
            : Map.of("error", Map.of("status", well ? status : 0, "message", body));
    return new Told(output, JsonMapper.shared().valueToTree(told));
  }

  /** Whoever doesn't read what curl writes holds it up. */
  @Override
  public Told askAndPause(Asking asking, Runnable meanwhile) {
    var process = start(asking);
    meanwhile.run();
    long length = 0;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        length += textOf(line).length();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Told("", JsonMapper.shared().valueToTree(Map.of("length", length)));
  }

  /** None runs for longer than its question. */
  @Override
  public void close() {}

  private Process start(Asking asking) {
    try {
      var process = new ProcessBuilder(command(asking)).redirectErrorStream(true).start();
      Thread.ofVirtual().start(() -> write(process, body(asking)));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Asking asking) {
    var command = new ArrayList<>(List.of(Program.CURL.path().toString(), "-sSN"));
    command.addAll(
        List.of("--max-time", "60", "--data-binary", "@-", "-w", STATUS + "%{http_code}"));
    command.addAll(List.of("-X", asking.situation().endsWith("get") ? "GET" : "POST"));
    command.addAll(List.of("-H", "content-type: application/json"));
    if (!asking.token().isEmpty()) {
      command.addAll(List.of("-H", "x-api-key: " + asking.token()));
    }
    asking.headers().forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
    command.add(asking.address() + format.path());
    return command;
  }

  private static void write(Process process, String body) {
    try (var out = process.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It was refused before all of it was read.
    }
  }

  private String body(Asking asking) {
    String text = asking.situation().endsWith("huge") ? "x".repeat(TOO_LARGE) : "hi";
    boolean stream = asking.situation().endsWith("stream");
    String tools = asking.situation().endsWith("search") ? "\"tools\":[%s],".formatted(tool()) : "";
    String question =
        switch (format) {
          case MESSAGES ->
              "\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]";
          case CHAT ->
              "\"max_completion_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]";
          case RESPONSES -> "\"max_output_tokens\":1000,\"input\":\"%s\"";
        };
    return "{\"model\":\"%s\",\"stream\":%s,%s%s}"
        .formatted(asking.model(), stream, tools, question.formatted(text));
  }

  private String tool() {
    return format == Format.MESSAGES
        ? "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}"
        : "{\"type\":\"web_search\"}";
  }

  private static byte[] all(Process process) {
    try (InputStream in = process.getInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An error in a stream is text to curl, but not to its user. */
  private static boolean isErrorEvent(String body) {
    return body.contains("event: error") || body.contains("data: {\"error\"");
  }

  private String text(String body) {
    return body.startsWith("{")
        ? JsonMapper.shared().readTree(body).at(plainText()).asString("")
        : body.lines().map(this::textOf).collect(Collectors.joining());
  }

  private String plainText() {
    return switch (format) {
      case MESSAGES -> "/content/0/text";
      case CHAT -> "/choices/0/message/content";
      case RESPONSES -> "/output/0/content/0/text";
    };
  }

  private String textOf(String line) {
    if (!line.startsWith("data: {")) {
      return "";
    }
    JsonNode data = JsonMapper.shared().readTree(line.substring("data: ".length()));
    return switch (format) {
      case MESSAGES -> data.at("/delta/text").asString("");
      case CHAT -> data.at("/choices/0/delta/content").asString("");
      case RESPONSES ->
          data.path("type").asString("").equals("response.output_text.delta")
              ? data.path("delta").asString("")
              : "";
    };
  }
}
