package dev.bridle.clients;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.json.JsonMapper;

/** A library with a small program around it, which takes a line for each question. */
final class ClientProgram implements ModelClient {
  private static final int PATIENCE_SECONDS = 90;

  private final Program program;
  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final AtomicReference<String> output = new AtomicReference<>("");

  ClientProgram(Program program) {
    this.program = program;
    var builder = new ProcessBuilder(program.path().toString()).redirectErrorStream(true);
    var variables = builder.environment();
    variables
        .keySet()
        .removeIf(name -> name.startsWith("ANTHROPIC_") || name.startsWith("OPENAI_"));
    variables.put("JAVA", ProcessHandle.current().info().command().orElse("java"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accumulateAndGet(line + "\n", String::concat);
        if (line.startsWith("{")) {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      output.accumulateAndGet(e.toString(), String::concat);
    }
  }

  @Override
  public Told ask(Asking asking) {
    write(JsonMapper.shared().writeValueAsString(asking.json()));
    return answer();
  }

  @Override
  public Told askAndPause(Asking asking, Runnable meanwhile) {
    write(JsonMapper.shared().writeValueAsString(asking.json()));
    meanwhile.run();
    write("go on");
    return answer();
  }

  private void write(String line) {
    output.set("");
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new AssertionError(program.title() + " has ended; it said: " + output, e);
    }
  }

  private Told answer() {
    try {
      String line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(program.title() + " did not answer; it said: " + output);
      }
      return Told.of(output.get(), line);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
