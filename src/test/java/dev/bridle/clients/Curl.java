package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A job that has nothing but curl. */
final class Curl implements ModelClient {
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
    Map<String, ? extends @Nullable Object> told =
        well && status < 400
            ? told(body)
            : Map.of("error", Map.of("status", well ? status : 0, "message", body));
    return new Told(output, JsonMapper.shared().valueToTree(told));
  }

  /** What can't be read is of no use to anybody. */
  private Map<String, ? extends @Nullable Object> told(String body) {
    try {
      return CurlAnswer.of(format, body).told();
    } catch (JacksonException e) {
      return Map.of("error", Map.of("status", 0, "message", body));
    }
  }

  /** Whoever doesn't read what curl writes holds it up. */
  @Override
  public Told askAndPause(Asking asking, Runnable meanwhile) {
    var process = start(asking);
    meanwhile.run();
    long length = 0;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        length += CurlAnswer.of(format, line).text().length();
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
      Thread.ofVirtual().start(() -> write(process, CurlQuestion.body(format, asking)));
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
}
