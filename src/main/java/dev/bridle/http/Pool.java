package dev.bridle.http;

import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to upstreams, and how many of them are open to each address: that a call has got none
 * in time can be the upstream's fault, or only mean that all are in use.
 */
final class Pool {
  private record To(String address, int port, boolean http2) {}

  private final HttpClientAgent agent;
  private final Open open;

  Pool(HttpClientAgent agent, Open open) {
    this.agent = agent;
    this.open = open;
  }

  HttpClientAgent agent() {
    return agent;
  }

  /** Whether there are as many connections as there may be. */
  boolean isFull(Outgoing outgoing) {
    String address = outgoing.address().getHostAddress();
    return open.isFull(new To(address, outgoing.port(), false))
        || open.isFull(new To(address, outgoing.port(), true));
  }

  /** The connections of a pool that are open. */
  static final class Open {
    private final int most;
    private final int mostOfHttp2;
    private final Map<To, Integer> counts = new ConcurrentHashMap<>();

    Open(int most, int mostOfHttp2) {
      this.most = most;
      this.mostOfHttp2 = mostOfHttp2;
    }

    /** Counts it until the returned task is run. */
    Runnable count(HttpConnection connection) {
      var address = connection.remoteAddress();
      var to =
          new To(
              String.valueOf(address.hostAddress()),
              address.port(),
              connection.protocolVersion() == HttpVersion.HTTP_2);
      counts.merge(to, 1, Integer::sum);
      return () -> counts.computeIfPresent(to, (_, count) -> count == 1 ? null : count - 1);
    }

    private boolean isFull(To to) {
      return counts.getOrDefault(to, 0) >= (to.http2() ? mostOfHttp2 : most);
    }
  }
}
