package dev.bridle.oidc;

import dev.bridle.http.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the provider for JSON: patiently for some seconds, without following it anywhere else. */
final class ProviderClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST = 1 << 20;

  private final HttpClient client;

  ProviderClient(Trust trust) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(trust.tls())
            .build();
  }

  static HttpRequest.Builder request(String address) {
    if (!OidcSettings.isSafe(address)) {
      throw new Unreachable("the identity provider names the address " + address);
    }
    return HttpRequest.newBuilder(URI.create(address))
        .timeout(PATIENCE)
        .header("Accept", "application/json");
  }

  JsonNode get(String address) {
    return json(request(address).GET().build());
  }

  String text(String address) {
    return text(request(address).GET().build());
  }

  JsonNode json(HttpRequest request) {
    try {
      var json = JsonMapper.shared().readTree(text(request));
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Told below, without what it was: it may hold a token.
    }
    throw new Unreachable(request.uri().getPath() + " answers with something that is no object");
  }

  private String text(HttpRequest request) {
    HttpResponse<InputStream> came = send(request);
    try (var body = came.body()) {
      byte[] bytes = body.readNBytes(LONGEST + 1);
      if (came.statusCode() != 200 || bytes.length > LONGEST) {
        throw new Unreachable(
            request.uri().getPath() + " answers with status " + came.statusCode());
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Unreachable(request.uri().getPath() + " breaks off", e);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Unreachable("the identity provider can't be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("the identity provider was asked too late", e);
    }
  }
}
