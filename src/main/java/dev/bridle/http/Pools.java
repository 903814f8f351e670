package dev.bridle.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections to upstreams, kept and bounded: with TLS, HTTP/2 where the upstream offers it;
 * without, HTTP/1.1.
 */
final class Pools {
  private static final int MAX_HEADERS = 64 << 10;
  private static final int KEPT_SECONDS = 20;

  /**
   * Without TLS a new one costs little, and those that were kept after a rush would be looked
   * through for each call. Shorter than the five seconds after which common servers close theirs: a
   * call must not meet a connection that is being closed.
   */
  private static final int PLAIN_KEPT_SECONDS = 4;

  private static final HttpDecoderConfig FRAMES =
      new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADERS).setInitialBufferSize(256);

  /**
   * What one call may have sent to us before somebody reads it. The connection takes as much for
   * each of its calls: else a client that doesn't read would hold up all others on it.
   */
  private static final int STREAM_WINDOW = 64 << 10;

  /**
   * The last call that was read on a connection whose upstream goes away. It is noted when that is
   * heard: later, on the loop of a call, the memory of what was heard may be in use for something
   * else.
   */
  private final Cache<HttpConnection, Integer> lastRead = Caffeine.newBuilder().weakKeys().build();

  private final LoopPools plain;
  private final LoopPools secure;

  Pools(Vertx vertx, Limits limits, Trust trust) {
    plain =
        new LoopPools(
            vertx,
            limits,
            parts ->
                pool(
                    vertx,
                    limits,
                    options(limits, PLAIN_KEPT_SECONDS),
                    limits.connections() / parts,
                    1));
    var secured = secure(options(limits, KEPT_SECONDS), limits, trust);
    secure =
        new LoopPools(
            vertx,
            limits,
            parts ->
                pool(
                    vertx,
                    limits,
                    secured,
                    limits.connections() / parts,
                    limits.http2Connections() / parts));
  }

  private Pool pool(
      Vertx vertx, Limits limits, HttpClientOptions options, int http1Size, int http2Size) {
    var open = new Pool.Open(http1Size, http2Size);
    var agent =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(new PoolOptions().setHttp1MaxSize(http1Size).setHttp2MaxSize(http2Size))
            .withConnectHandler(connection -> watch(vertx, connection, limits, open))
            .build();
    return new Pool(agent, open);
  }

  private void watch(Vertx vertx, HttpConnection connection, Limits limits, Pool.Open open) {
    Runnable closed = open.count(connection);
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      Runnable calm = Pulse.watch(vertx, connection, limits.connect());
      connection.closeHandler(_ -> {
        calm.run();
        closed.run();
      });
      connection.goAwayHandler(goAway -> lastRead.put(connection, goAway.getLastStreamId()));
    } else {
      connection.closeHandler(_ -> closed.run());
      AnswerCodec.putInto(connection, FRAMES);
    }
  }

  /** Whether the upstream has gone away from this call's connection without reading the call. */
  boolean leftUnread(HttpClientRequest request) {
    Integer last = lastRead.getIfPresent(request.connection());
    return last != null && last < request.streamId();
  }

  Pool to(Outgoing outgoing) {
    return (outgoing.secure() ? secure : plain).here();
  }

  private static HttpClientOptions options(Limits limits, int keptSeconds) {
    return new HttpClientOptions()
        .setConnectTimeout((int) limits.connect().toMillis())
        .setKeepAliveTimeout(keptSeconds)
        .setMaxHeaderSize(MAX_HEADERS)
        .setTcpNoDelay(true)
        .setDecompressionSupported(false);
  }

  private static HttpClientOptions secure(HttpClientOptions options, Limits limits, Trust trust) {
    return options
        .setSsl(true)
        .setTrustOptions(trust.options())
        .setSslHandshakeTimeout(limits.connect().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setUseAlpn(true)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setHttp2KeepAliveTimeout(KEPT_SECONDS)
        .setHttp2MultiplexingLimit(limits.streams())
        .setHttp2ConnectionWindowSize(limits.streams() * STREAM_WINDOW)
        .setInitialSettings(
            new Http2Settings()
                .setPushEnabled(false)
                .setInitialWindowSize(STREAM_WINDOW)
                .setMaxHeaderListSize(MAX_HEADERS));
  }
}
