package dev.bridle.bench;

import dev.bridle.bench.target.Target;
import dev.bridle.bench.upstream.Asking;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Measures how long it takes from the start of a target to its first good answer. */
final class StartUp {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MS = 5;

  private StartUp() {}

  /** Starts it and makes one call; returns the milliseconds until that was answered. */
  static double measure(Target target) throws Exception {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      long startNanos = System.nanoTime();
      target.start();
      while (!answers(http, target)) {
        if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
          throw new IllegalStateException(target.name() + " did not answer within " + PATIENCE);
        }
        requireAlive(target);
        Thread.sleep(PAUSE_MS);
      }
      return (System.nanoTime() - startNanos) / 1e6;
    }
  }

  private static void requireAlive(Target target) {
    if (target.processes().stream().anyMatch(processes -> !processes.root().isAlive())) {
      throw new IllegalStateException(target.name() + " has ended instead of answering");
    }
  }

  private static boolean answers(HttpClient http, Target target) throws InterruptedException {
    try {
      return http.send(request(target), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static HttpRequest request(Target target) {
    var endpoint = target.endpoint();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + endpoint.path()))
            .POST(BodyPublishers.ofString(Asking.body(false)))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/json")
            .header("anthropic-version", "2023-06-01");
    endpoint.headers().forEach(request::header);
    return request.build();
  }
}
