package dev.bridle.provider;

import dev.bridle.http.Body;
import dev.bridle.http.Headers;

/** What is to be sent to a provider: its own path below the base address, and the body's bytes. */
public record ProviderRequest(
    String method, String path, String rawQuery, Headers headers, Body body) {
  String pathAndQuery() {
    return rawQuery.isEmpty() ? path : path + "?" + rawQuery;
  }

  /** Without headers and body. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
