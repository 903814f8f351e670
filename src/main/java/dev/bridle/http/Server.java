package dev.bridle.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, finds the route, and lets it answer. */
public final class Server implements AutoCloseable {
  private static final int ONE_SHARED_PORT = 1;
  static final Logger LOG = LoggerFactory.getLogger("http");
  private static final long LAST_WORDS_MILLIS = 500;

  /** One for each processor: none of them waits for anything. */
  private static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private static final int LONGEST_ADDRESS = 16 << 10;

  /**
   * A longer line is not read: then nobody knows for whom an address that is too long was meant.
   */
  private static final int LONGEST_READ_LINE = 128 << 10;

  private final Vertx vertx;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
  private final ErrorReplies failures;
  private final ServerLimits limits;
  private final TrustedProxies proxies;
  private final Headers always;
  private final BodyMemory memory;
  private final EventStreams streams;
  private int port;
  private volatile @Nullable Router router;

  /**
   * @param always headers that every answer has
   */
  public Server(
      ErrorReplies failures, ServerLimits limits, TrustedProxies proxies, Headers always) {
    this.failures = failures;
    this.limits = limits;
    this.proxies = proxies;
    this.always = always;
    this.memory = new BodyMemory(limits.bodyBytes());
    this.streams = new EventStreams(threads, limits.events());
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setDisableTCCL(true)
                .setEventLoopPoolSize(LOOPS));
    if (!vertx.isNativeTransportEnabled()) {
      LOG.info("native transport is off on this system; requests cost somewhat more CPU");
    }
  }

  public Client client(Limits limits, Trust trust) {
    return new Client(vertx, limits, trust);
  }

  /**
   * Starts listening; port 0 takes a free one. Until {@link #serve} every answer is a 503, which
   * clients and agents repeat.
   */
  public void listen(InetSocketAddress where) {
    vertx
        .deployVerticle(() -> new Listener(where), new DeploymentOptions().setInstances(LOOPS))
        .await();
    port = listeners.getFirst().actualPort();
  }

  public void serve(List<Route> routes) {
    router = new Router(routes);
  }

  /** What is served; nothing before {@link #serve}. */
  public List<Route> routes() {
    Router serving = router;
    return serving == null ? List.of() : serving.routes();
  }

  public int port() {
    return port;
  }

  /**
   * Takes nothing new, ends streams of events, lets running requests end for a while, then closes
   * them.
   *
   * @param lastWords runs when the while is over, for those that can be ended in good order
   */
  public void drain(Duration atMost, Runnable lastWords) {
    streams.end();
    long patience = Math.max(1, atMost.toMillis());
    long timer = vertx.setTimer(patience, _ -> lastWords.run());
    long most = patience + LAST_WORDS_MILLIS;
    var closing = listeners.stream().map(l -> l.shutdown(most, TimeUnit.MILLISECONDS)).toList();
    Future.join(closing).otherwiseEmpty().await();
    vertx.cancelTimer(timer);
  }

  @Override
  public void close() {
    vertx.close().await();
    threads.shutdown();
  }

  private final class Listener extends VerticleBase {
    private final InetSocketAddress where;
    private final ClientConnections clients = new ClientConnections(limits.idle());

    Listener(InetSocketAddress where) {
      this.where = where;
    }

    @Override
    public Future<?> start() {
      var options =
          new HttpServerOptions()
              .setHandle100ContinueAutomatically(false)
              .setHttp2ClearTextEnabled(false)
              .setMaxHeaderSize(64 << 10)
              .setMaxInitialLineLength(LONGEST_READ_LINE)
              // Nobody opens a web socket here, and each request would pass by its handler.
              .setPerFrameWebSocketCompressionSupported(false)
              .setPerMessageWebSocketCompressionSupported(false)
              .setTcpNoDelay(true);
      clients.watch(vertx);
      return vertx
          .createHttpServer(options)
          .connectionHandler(clients::add)
          .requestHandler(request -> route(incoming(request.pause())))
          .invalidRequestHandler(request -> refuse(incoming(request)))
          .listen(address())
          .onSuccess(listeners::add);
    }

    private Incoming incoming(HttpServerRequest request) {
      var client = clients.of(request.connection());
      client.asked();
      var response = request.response();
      response.endHandler(_ -> client.answered());
      for (Headers.Line line : always) {
        response.headers().add(line.name(), line.value());
      }
      return new Incoming(context, request, client, memory, limits, failures);
    }

    /** Port 0 is a free one, the same for all listeners. */
    private SocketAddress address() {
      String host = where.getHostString();
      return where.getPort() == 0
          ? SocketAddress.sharedRandomPort(ONE_SHARED_PORT, host)
          : SocketAddress.inetSocketAddress(where.getPort(), host);
    }
  }

  private void route(Incoming incoming) {
    var request = incoming.request();
    if (router == null) {
      new Exchange(incoming, Map.of())
          .reply(Reply.message(503, "The server is starting.").with("Retry-After", "1"));
      return;
    }
    try {
      if (request.uri().length() > LONGEST_ADDRESS) {
        throw BadRequests.addressTooLong();
      }
      String path = request.path();
      var matches = router.find(path == null ? "/" : path);
      for (Router.Match match : matches) {
        if (match.route().takes(request.method().name())) {
          run(new Exchange(incoming, match.parameters()), request, match);
          return;
        }
      }
      throw matches.isEmpty() ? HttpError.notFound() : wrongMethod(matches);
    } catch (RuntimeException e) {
      new Exchange(incoming, Map.of()).reply(failures.reply(Asked.of(request), e));
    }
  }

  /** What is no request that can be read ends its connection: nobody knows where it ends. */
  private void refuse(Incoming incoming) {
    var request = incoming.request();
    var reply =
        failures.reply(Asked.of(request), BadRequests.error(request.decoderResult().cause()));
    new Exchange(incoming, Map.of()).reply(reply.with("Connection", "close"));
  }

  private static HttpError wrongMethod(List<Router.Match> matches) {
    String allowed =
        String.join(", ", matches.stream().map(m -> m.route().method()).distinct().toList());
    return new HttpError(
        405, "This address takes " + allowed + " only.", Headers.of("Allow", allowed));
  }

  private void run(Exchange exchange, HttpServerRequest request, Router.Match match) {
    switch (match.route().endpoint()) {
      case Route.Endpoint.Streaming(var handler) -> handler.handle(exchange);
      case Route.Endpoint.Blocking(int limit, var handler) ->
          answer(
              exchange,
              request,
              exchange
                  .body(limit, clientOf(request))
                  .thenApplyAsync(body -> handled(handler, request, match, body), threads));
    }
  }

  private void answer(Exchange exchange, HttpServerRequest request, CompletableFuture<Reply> made) {
    var _ =
        made.exceptionally(why -> failures.reply(Asked.of(request), why))
            .thenAccept(reply -> exchange.loop().execute(() -> answer(exchange, reply)));
  }

  private void answer(Exchange exchange, Reply reply) {
    switch (reply.streamed()) {
      case null -> exchange.reply(reply);
      case EventSource source when exchange.isHead() -> {
        source.close();
        exchange.reply(reply);
      }
      case Streamed.Written _ when exchange.isHead() -> exchange.reply(reply);
      case EventSource source -> streams.answer(exchange, reply, source);
      case Streamed.Written body -> {
        var written = new WrittenBody(exchange.begin(reply, WrittenBody.PATIENCE));
        threads.execute(() -> written.write(body));
      }
    }
  }

  private Request whole(HttpServerRequest request, Router.Match match, byte[] body) {
    String path = request.path();
    String query = request.query();
    return new Request(
        request.method().name(),
        path == null ? "/" : path,
        match.parameters(),
        Query.of(query == null ? "" : query),
        Exchange.headersOf(request),
        clientOf(request),
        body);
  }

  private String clientOf(HttpServerRequest request) {
    var remote = request.remoteAddress();
    return remote == null ? "" : proxies.client(remote.hostAddress(), Exchange.headersOf(request));
  }

  private Reply handled(Handler handler, HttpServerRequest asked, Router.Match match, Body body) {
    var request = whole(asked, match, body.bytes());
    try {
      return handler.handle(request);
    } catch (Exception | StackOverflowError e) {
      return failures.reply(new Asked(request.path(), request.headers()), e);
    } finally {
      body.letGo();
    }
  }
}
