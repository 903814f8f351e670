package dev.bridle.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends requests to upstreams and never follows a redirect. */
public final class Client {
  /** HTTP/2's word for a call that nobody wants any more; HTTP/1.1 closes the connection. */
  static final long CANCEL = 8;

  /** What only the operator can mend. */
  private static final Set<SendFailure.Kind> OPERATORS =
      Set.of(SendFailure.Kind.UNTRUSTED, SendFailure.Kind.NO_FREE_CONNECTION);

  private final Vertx vertx;
  private final Limits limits;
  private final Pools pools;

  /** Each said once a minute: every call would say it again. */
  private final Cache<String, Boolean> said =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(1000).build();

  Client(Vertx vertx, Limits limits, Trust trust) {
    this.vertx = vertx;
    this.limits = limits;
    this.pools = new Pools(vertx, limits, trust);
  }

  public Sending send(Outgoing outgoing) {
    var sending = new Underway();
    sending.start(outgoing);
    return sending;
  }

  /**
   * Sends, and reads the answer as a whole; it is given up when it is too large or takes too long.
   * May be called, and waited for, by a thread that blocks.
   */
  public CompletableFuture<WholeAnswer> whole(
      Supplier<Sending> send, int limit, Duration patience) {
    return Gathering.start(vertx, send, limit, patience);
  }

  private void tellOperator(String sentence) {
    if (said.asMap().putIfAbsent(sentence, true) == null) {
      Server.LOG.warn("no calls to an upstream: {}", sentence);
    }
  }

  /** Keeps nothing of what was sent: answers go on for minutes, and thousands do at once. */
  private final class Underway implements Sending {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private @Nullable HttpClientRequest request;
    private boolean canceled;
    private long timer = -1;

    void start(Outgoing outgoing) {
      var pool = pools.to(outgoing);
      pool.agent()
          .request(options(outgoing))
          .onSuccess(open -> write(open, outgoing.body()))
          .onFailure(why -> notConnected(why, outgoing.server().getHost(), pool.isFull(outgoing)));
    }

    private RequestOptions options(Outgoing outgoing) {
      var options =
          new RequestOptions()
              .setMethod(HttpMethod.valueOf(outgoing.method()))
              .setHost(outgoing.server().getHost())
              .setPort(outgoing.port())
              .setSsl(outgoing.secure())
              .setServer(
                  SocketAddress.inetSocketAddress(outgoing.port(), literal(outgoing.address())))
              .setConnectTimeout(limits.connect().toMillis())
              .setURI(outgoing.rawPath());
      for (Headers.Line line : outgoing.headers()) {
        options.addHeader(line.name(), line.value());
      }
      return options;
    }

    private static String literal(InetAddress address) {
      return address instanceof Inet6Address
          ? "[" + address.getHostAddress() + "]"
          : address.getHostAddress();
    }

    private void notConnected(Throwable why, String host, boolean full) {
      var failure = Faults.connecting(why, host, limits.connect(), full);
      if (OPERATORS.contains(failure.kind())) {
        tellOperator(String.valueOf(failure.getMessage()));
      }
      fail(failure);
    }

    private void write(HttpClientRequest open, Body body) {
      request = open;
      // Its answer tells what becomes of it.
      open.exceptionHandler(_ -> {});
      if (canceled) {
        open.reset(CANCEL);
        return;
      }
      timer = vertx.setTimer(limits.firstByte().toMillis(), _ -> tooSlow(open));
      open.response()
          .onSuccess(response -> {
            vertx.cancelTimer(timer);
            open.headers().clear();
            var received = new ReceivedAnswer(vertx, open, response, limits.idle());
            if (!answer.complete(received)) {
              received.cancel();
            }
          })
          .onFailure(why -> fail(Faults.answering(why, pools.leftUnread(open))));
      // Wrapped, not copied: bodies can be large.
      open.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body.bytes())));
    }

    private void tooSlow(HttpClientRequest open) {
      fail(
          new SendFailure(
              SendFailure.Kind.FIRST_BYTE_TIMEOUT,
              "no answer within " + limits.firstByte().toSeconds() + " s"));
      open.reset(CANCEL);
    }

    private void fail(SendFailure failure) {
      vertx.cancelTimer(timer);
      answer.completeExceptionally(failure);
    }

    @Override
    public CompletableFuture<Answer> answer() {
      return answer;
    }

    @Override
    public void cancel() {
      canceled = true;
      if (request == null) {
        fail(new SendFailure(SendFailure.Kind.GIVEN_UP, "it was given up before a connection"));
      } else {
        request.reset(CANCEL);
      }
    }
  }
}
