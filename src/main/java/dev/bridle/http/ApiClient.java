package dev.bridle.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small blocking client of an API like ours, for the command line and the runner. */
public final class ApiClient {
  /** An answer, whatever its status. */
  public record Answered(int status, Headers headers, String text) {
    public boolean ok() {
      return status / 100 == 2;
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
      try {
        return JsonMapper.shared().readTree(text);
      } catch (JacksonException e) {
        return JsonMapper.shared().missingNode();
      }
    }

    /** What an error says about itself. */
    public String sentence() {
      return json().path("message").asString("The server answered with status " + status + ".");
    }
  }

  private final HttpClient client;
  private final String address;
  private final String authorization;
  private final String userAgent;

  /**
   * @param address what paths are appended to
   * @param authorization the header's whole value, or nothing
   * @param product the program that calls, as the server is to know it
   */
  public ApiClient(String address, String authorization, String product) {
    this(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build(),
        address,
        authorization,
        product + "/" + version());
  }

  private ApiClient(HttpClient client, String address, String authorization, String userAgent) {
    this.client = client;
    this.address = address;
    this.authorization = authorization;
    this.userAgent = userAgent;
  }

  /** Known to the packed jar only. */
  private static String version() {
    String version = ApiClient.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }

  public ApiClient authorizedAs(String other) {
    return new ApiClient(client, address, other, userAgent);
  }

  public ApiClient at(String other) {
    return new ApiClient(client, other, authorization, userAgent);
  }

  public String address() {
    return address;
  }

  public JsonNode get(String path) throws ApiFailure {
    return expect(call("GET", path));
  }

  public JsonNode post(String path, Object body) throws ApiFailure {
    return expect(callJson("POST", path, body));
  }

  public JsonNode put(String path, Object body) throws ApiFailure {
    return expect(callJson("PUT", path, body));
  }

  public void delete(String path) throws ApiFailure {
    expect(call("DELETE", path));
  }

  /** A text in the given form, such as a log. */
  public String text(String path, String accept) throws ApiFailure {
    var answered = call("GET", path, Headers.of("Accept", accept), new byte[0]);
    expect(answered);
    return answered.text();
  }

  private static JsonNode expect(Answered answered) throws ApiFailure {
    if (!answered.ok()) {
      throw new ApiFailure(answered.status(), answered.sentence());
    }
    return answered.json();
  }

  public Answered call(String method, String path) throws ApiFailure {
    return call(method, path, Headers.NONE, new byte[0]);
  }

  public Answered callJson(String method, String path, Object body) throws ApiFailure {
    return call(
        method,
        path,
        Headers.of("Content-Type", "application/json"),
        JsonMapper.shared().writeValueAsBytes(body));
  }

  /** Sends and waits; throws only when no answer came, with status 0. */
  public Answered call(String method, String path, Headers headers, byte[] body) throws ApiFailure {
    var request = request(method, path, headers, body);
    try {
      var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answered(response.statusCode(), headersOf(response), response.body());
    } catch (IOException e) {
      throw new ApiFailure(0, address + " can't be reached" + reason(e) + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiFailure(0, "The call to " + address + " was interrupted.");
    }
  }

  private HttpRequest request(String method, String path, Headers headers, byte[] body)
      throws ApiFailure {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(address + path))
              .timeout(Duration.ofSeconds(60))
              .header("User-Agent", userAgent)
              .method(
                  method,
                  body.length == 0 && !method.startsWith("P")
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(body));
      headers.forEach(line -> request.header(line.name(), line.value()));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(0, address + " is not a usable address.");
    }
  }

  private static Headers headersOf(HttpResponse<?> response) {
    return new Headers(
        response.headers().map().entrySet().stream()
            .flatMap(e -> e.getValue().stream().map(v -> new Headers.Line(e.getKey(), v)))
            .toList());
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "" : ": " + message;
  }

  /** Path segments joined, each encoded. */
  public static String path(String... segments) {
    var path = new StringBuilder();
    for (String segment : List.of(segments)) {
      path.append('/')
          .append(java.net.URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return path.toString();
  }
}
