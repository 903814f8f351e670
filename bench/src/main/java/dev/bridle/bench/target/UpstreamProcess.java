package dev.bridle.bench.target;

import dev.bridle.bench.upstream.Behaviour;
import dev.bridle.bench.upstream.Upstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The fake upstream in a process of its own, which ends when its input does: with ours. */
public final class UpstreamProcess implements AutoCloseable {
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private UpstreamProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static UpstreamProcess start() throws IOException {
    var command =
        Jvm.command(
            List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path")),
            List.of(Upstream.class.getName()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null) {
      throw new IllegalStateException("the fake upstream did not start");
    }
    return new UpstreamProcess(
        process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
  }

  public int port() {
    return port;
  }

  /** Does this with every call from now on. */
  public void become(Behaviour behaviour) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + port + behaviour.target());
    var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the fake upstream answered " + answer.statusCode());
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
