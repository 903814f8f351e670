package dev.bridle.http;

import java.net.InetAddress;
import java.net.URI;

/**
 * A request to an upstream. The address was resolved and judged by the sender, so that a name can't
 * lead elsewhere between the judgement and the connection; {@code rawPath} includes the query.
 */
public record Outgoing(
    String method, URI server, InetAddress address, String rawPath, Headers headers, Body body) {
  int port() {
    if (server.getPort() >= 0) {
      return server.getPort();
    }
    return secure() ? 443 : 80;
  }

  boolean secure() {
    return "https".equalsIgnoreCase(server.getScheme());
  }

  /** Without headers and body: both may hold secrets. */
  @Override
  public String toString() {
    return method + " " + server + rawPath;
  }
}
