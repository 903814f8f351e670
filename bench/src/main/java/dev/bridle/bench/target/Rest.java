package dev.bridle.bench.target;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of Bridle's own addresses, by one caller; anything but success is an error. */
public record Rest(HttpClient http, String url, String authorization) {
  public JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send("POST", path, JsonMapper.shared().writeValueAsString(body));
  }

  public JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send("PUT", path, JsonMapper.shared().writeValueAsString(body));
  }

  private JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .timeout(Duration.ofSeconds(60))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }
}
