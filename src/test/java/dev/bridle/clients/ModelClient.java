package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that asks a model once and prints as JSON what its user would see. */
final class ModelClient {
  private static final int PATIENCE_SECONDS = 60;

  /** What was printed, and the last line of it as JSON. */
  record Told(String output, JsonNode json) {
    JsonNode error() {
      return json.path("error");
    }
  }

  private final Program program;
  private final String model;

  ModelClient(Program program, String model) {
    this.program = program;
    this.model = model;
  }

  Told ask(String url, String token, String situation) {
    String output = run(List.of(situation), variables(url, token));
    String last = output.strip().substring(output.strip().lastIndexOf('\n') + 1);
    return new Told(output, last.startsWith("{") ? json(last) : JsonMapper.shared().missingNode());
  }

  /** Asks once in each situation, one after the other, and never again for the same. */
  List<Told> askOnceEach(String url, String token, List<String> situations) {
    var variables = new HashMap<>(variables(url, token));
    variables.put("RETRIES", "0");
    String output = run(situations, variables);
    return output
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> new Told(output, json(line)))
        .toList();
  }

  private Map<String, String> variables(String url, String token) {
    return Map.of("BASE_URL", url + "/v3/ai", "TOKEN", token, "MODEL", model);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private String run(List<String> arguments, Map<String, String> variables) {
    var command = new ArrayList<>(List.of(program.path().toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().put("JAVA", ProcessHandle.current().info().command().orElse("java"));
    try {
      var process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(program.title() + " did not end; it said: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
