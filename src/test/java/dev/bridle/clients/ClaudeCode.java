package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Claude Code, unchanged, asking once in a home of its own. */
final class ClaudeCode implements ModelClient {
  private static final int PATIENCE_SECONDS = 60;
  private static final int TOO_LARGE = 33 << 20;
  private static final String BETA = "anthropic-beta";
  private static final Pattern MODEL =
      Pattern.compile("\\{id:\"claude-[^\"]+\",family:\"[^}]*?first_party:\"(claude-[^\"]+)\"");
  private static final int PIECE = 16 << 20;
  private static final int OVERLAP = 4 << 10;

  @Override
  public Told ask(Asking asking) {
    return told(output(start(asking)));
  }

  private static Process start(Asking asking) {
    var more = new HashMap<String, String>();
    more.put("ANTHROPIC_BASE_URL", asking.address());
    more.put("ANTHROPIC_BETAS", asking.headers().getOrDefault(BETA, ""));
    more.put("ANTHROPIC_CUSTOM_HEADERS", headers(asking));
    if (asking.retries() != null) {
      more.put("CLAUDE_CODE_MAX_RETRIES", asking.retries().toString());
    }
    var arguments = new ArrayList<>(List.of("--model", asking.model()));
    if (asking.situation().equals("huge")) {
      arguments.addAll(List.of("--append-system-prompt-file", hugeFile().toString()));
    }
    return start(Engine.temporaryFolder(), variables(asking.token(), more), arguments);
  }

  /** It takes no prompt of that size. */
  private static Path hugeFile() {
    try {
      return Files.writeString(
          Engine.temporaryFolder().resolve("prompt.txt"), "x".repeat(TOO_LARGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those for which it has no setting of its own. */
  private static String headers(Asking asking) {
    return asking.headers().entrySet().stream()
        .filter(header -> !header.getKey().equals(BETA))
        .map(header -> header.getKey() + ": " + header.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** Its answer is the last line that it prints. */
  private static Told told(String output) {
    var said =
        output
            .lines()
            .filter(line -> line.startsWith("{"))
            .reduce((_, last) -> last)
            .map(line -> JsonMapper.shared().readTree(line))
            .orElseThrow(() -> new AssertionError("Claude Code said: " + output));
    String result = said.path("result").asString("");
    var told =
        said.path("is_error").asBoolean(false)
            ? Map.of("error", Map.of("message", result))
            : Map.of("text", result, "length", result.length());
    return new Told(output, JsonMapper.shared().valueToTree(told));
  }

  /** It knows no pause: the system stops it once it has asked, and lets it go on. */
  @Override
  public Told askAndPause(Asking asking, Runnable meanwhile) {
    var address = URI.create(asking.address());
    try (var relay = new CountingRelay(address)) {
      var process = start(asking.at(relay.url() + address.getPath()));
      await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> relay.messages() > 0);
      signal(process, "STOP");
      try {
        meanwhile.run();
      } finally {
        signal(process, "CONT");
      }
      return told(output(process));
    }
  }

  private static void signal(Process process, String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each run ends by itself. */
  @Override
  public void close() {}

  /** What it prints for a prompt of two words, with more variables and arguments. */
  static String sayHello(String url, String token, Map<String, String> more, String... arguments) {
    var variables = new HashMap<>(Map.of("ANTHROPIC_BASE_URL", url + "/v3/ai/anthropic"));
    variables.putAll(more);
    return output(start(Engine.temporaryFolder(), variables(token, variables), List.of(arguments)));
  }

  /** The same in a folder where its tools find something. */
  static Told askIn(Path folder, String url, String token) {
    var variables = Map.of("ANTHROPIC_BASE_URL", url + "/v3/ai/anthropic");
    return told(output(start(folder, variables(token, variables), List.of())));
  }

  private static Map<String, String> variables(String token, Map<String, String> more) {
    var variables = new HashMap<String, String>();
    variables.put("ANTHROPIC_API_KEY", token);
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    variables.putAll(more);
    variables.values().removeIf(String::isEmpty);
    return variables;
  }

  private static Process start(Path home, Map<String, String> variables, List<String> arguments) {
    var command = new ArrayList<>(List.of(Program.CLAUDE_CODE.path().toString(), "-p"));
    command.addAll(List.of("Say hello", "--output-format", "json"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("ANTHROPIC_") || name.startsWith("CLAUDE_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(variables);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(Process process) {
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Claude Code did not end; it said: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The models that its own catalogue, which is built into the program, has prices for. */
  static List<String> catalogue() {
    var models = new TreeSet<String>();
    try (var file = FileChannel.open(Program.CLAUDE_CODE.path())) {
      for (long at = 0; at < file.size(); at += PIECE - OVERLAP) {
        long size = Math.min(PIECE, file.size() - at);
        var piece = file.map(FileChannel.MapMode.READ_ONLY, at, size);
        MODEL
            .matcher(StandardCharsets.ISO_8859_1.decode(piece))
            .results()
            .forEach(found -> models.add(found.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(models);
  }
}
