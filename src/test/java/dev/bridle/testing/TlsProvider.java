package dev.bridle.testing;

import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for a provider behind TLS, and can misbehave as only TLS and HTTP/2 allow. */
public final class TlsProvider implements AutoCloseable {
  /** One request as it came in. */
  public record Asked(HttpServerRequest request, String body) {
    public HttpConnection connection() {
      return request.connection();
    }

    /** The head of a stream, and its first bytes; done when they are on their way. */
    public Future<Void> start(String text) {
      var response = request.response();
      response.putHeader("content-type", "text/event-stream; charset=utf-8");
      response.putHeader("request-id", "req_fake");
      if (request.version() != HttpVersion.HTTP_2) {
        response.setChunked(true);
      }
      return response.write(text);
    }

    public void write(String text) {
      var _ = request.response().write(text);
    }

    public void end(String text) {
      var _ = request.response().end(text);
    }

    /**
     * Takes no more calls on this connection.
     *
     * @param lastRead the number of the last call that was read; -1 is this one
     */
    @SuppressWarnings("deprecation") // a shutdown would count this call as read in any case
    public void goAway(int lastRead) {
      connection().goAway(0, lastRead, Buffer.buffer());
    }

    /** A whole answer. */
    public void answer(int status, String contentType, String body) {
      request.response().setStatusCode(status).putHeader("content-type", contentType);
      end(body);
    }
  }

  /** Answers, or doesn't, on the provider's event loop. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(Asked asked) throws Exception;
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour;

  /**
   * @param versions what is offered to clients, the best first; nothing is HTTP/1.1 unasked
   */
  public TlsProvider(X509Bundle certificate, List<HttpVersion> versions, Behaviour behaviour)
      throws Exception {
    this.behaviour = behaviour;
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(!versions.isEmpty())
            .setAlpnVersions(versions)
            .setMaxHeaderSize(1 << 20)
            .setKeyCertOptions(KeyCertOptions.wrap(certificate.toKeyManagerFactory()));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::add)
            .requestHandler(this::take)
            .listen(0, "127.0.0.1")
            .await();
  }

  private void take(HttpServerRequest request) {
    // Whoever leaves early is part of what is tested.
    request.exceptionHandler(_ -> {});
    request.response().exceptionHandler(_ -> {});
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var one = new Asked(request, body.toString());
    asked.add(one);
    try {
      behaviour.answer(one);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  public int port() {
    return server.actualPort();
  }

  /** By the name that its certificate should have. */
  public URI url() {
    return URI.create("https://localhost:" + port());
  }

  public List<Asked> asked() {
    return asked;
  }

  /** How many connections it has taken since it began. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
