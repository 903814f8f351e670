package dev.bridle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain calls over real HTTP, by one caller. */
public final class Calls {
  /** What came back. */
  public record Came(int status, HttpResponse<String> response) {
    public JsonNode json() {
      return JsonMapper.shared().readTree(response.body());
    }

    public String text() {
      return response.body();
    }

    public String message() {
      return json().path("message").asString("");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;
  private final String authorization;

  public Calls(String url, String authorization) {
    this.url = url;
    this.authorization = authorization;
  }

  public Came get(String path) {
    return send("GET", path, "");
  }

  public Came post(String path, Object body) {
    return send("POST", path, JsonMapper.shared().writeValueAsString(body));
  }

  public Came put(String path, Object body) {
    return send("PUT", path, JsonMapper.shared().writeValueAsString(body));
  }

  public Came delete(String path) {
    return send("DELETE", path, "");
  }

  public Came send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return new Came(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
