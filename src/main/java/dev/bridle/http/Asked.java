package dev.bridle.http;

import io.vertx.core.http.HttpServerRequest;

/** The head of a request that was not answered as hoped: enough to tell a person from a program. */
public record Asked(String path, Headers headers) {
  static Asked of(HttpServerRequest request) {
    String path = request.path();
    return new Asked(path == null ? "/" : path, Exchange.headersOf(request));
  }

  /** Whether whoever asks would rather read a page than JSON. */
  public boolean wantsPage() {
    return headers.all("Accept").stream().anyMatch(types -> types.contains("text/html"));
  }

  /** The first segment of the path, as it stands there. */
  public String beginning() {
    int from = path.startsWith("/") ? 1 : 0;
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.substring(from) : path.substring(from, slash);
  }
}
