package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A job that has nothing but curl. */
final class Curl {
  private Curl() {}

  /** What came of it, in the words of the other clients: text, or the error with its status. */
  static ModelClient.Told ask(String url, String token, String situation) {
    String body =
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(situation.endsWith("stream"));
    var command =
        List.of(
            Program.CURL.path().toString(),
            "-sSN",
            "--max-time",
            "30",
            "-H",
            "x-api-key: " + token,
            "-H",
            "content-type: application/json",
            "-d",
            body,
            "-w",
            "\n%{http_code}",
            url + "/v3/ai/anthropic/v1/messages");
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // An error in a stream is text to curl, but not to its user.
      boolean well = process.waitFor() == 0 && !output.contains("event: error");
      int status = Integer.parseInt(output.substring(output.lastIndexOf('\n') + 1).strip());
      Map<String, ?> told =
          well && status < 400
              ? Map.of("text", output)
              : Map.of("error", Map.of("status", well ? status : 0, "message", output));
      return new ModelClient.Told(output, JsonMapper.shared().valueToTree(told));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
