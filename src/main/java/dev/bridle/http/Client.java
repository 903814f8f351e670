package dev.bridle.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends requests to upstreams and never follows a redirect. */
public final class Client {
  private final HttpClientAgent client;
  private final Vertx vertx;
  private final Limits limits;

  Client(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
    var options =
        new HttpClientOptions()
            .setConnectTimeout((int) limits.connect().toMillis())
            .setKeepAliveTimeout(20)
            .setMaxHeaderSize(64 << 10)
            .setTcpNoDelay(true)
            .setDecompressionSupported(false);
    var pool = new PoolOptions().setHttp1MaxSize(limits.connections()).setMaxWaitQueueSize(-1);
    this.client = vertx.createHttpClient(options, pool);
  }

  public Sending send(Outgoing outgoing) {
    var sending = new Underway(outgoing);
    sending.start();
    return sending;
  }

  private final class Underway implements Sending {
    private final Outgoing outgoing;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private @Nullable HttpClientRequest request;
    private boolean canceled;
    private long timer = -1;

    Underway(Outgoing outgoing) {
      this.outgoing = outgoing;
    }

    void start() {
      client.request(options()).onSuccess(this::write).onFailure(why -> fail(connectFailure(why)));
    }

    private RequestOptions options() {
      var options =
          new RequestOptions()
              .setMethod(HttpMethod.valueOf(outgoing.method()))
              .setHost(outgoing.server().getHost())
              .setPort(outgoing.port())
              .setSsl(outgoing.secure())
              .setServer(
                  SocketAddress.inetSocketAddress(outgoing.port(), literal(outgoing.address())))
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

    private void write(HttpClientRequest open) {
      request = open;
      if (canceled) {
        open.reset();
        return;
      }
      timer = vertx.setTimer(limits.firstByte().toMillis(), _ -> tooSlow(open));
      open.response()
          .onSuccess(response -> {
            vertx.cancelTimer(timer);
            var received = new ReceivedAnswer(vertx, open, response, limits.idle());
            if (!answer.complete(received)) {
              received.cancel();
            }
          })
          .onFailure(why -> fail(new SendFailure(SendFailure.Kind.CUT, sentence(why))));
      // Wrapped, not copied: bodies can be large.
      open.end(BufferInternal.buffer(Unpooled.wrappedBuffer(outgoing.body())));
    }

    private void tooSlow(HttpClientRequest open) {
      fail(
          new SendFailure(
              SendFailure.Kind.FIRST_BYTE_TIMEOUT,
              "no answer within " + limits.firstByte().toSeconds() + " s"));
      open.reset();
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
      if (request != null) {
        request.reset();
      }
    }
  }

  private SendFailure connectFailure(Throwable why) {
    boolean slow =
        why instanceof TimeoutException || why instanceof io.netty.channel.ConnectTimeoutException;
    return slow
        ? new SendFailure(
            SendFailure.Kind.CONNECT_TIMEOUT,
            "no connection within " + limits.connect().toSeconds() + " s")
        : new SendFailure(SendFailure.Kind.UNREACHABLE, sentence(why));
  }

  private static String sentence(Throwable why) {
    String message = why.getMessage();
    return message == null ? why.getClass().getSimpleName() : message;
  }
}
