package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request on its event loop: read the head, ask for the body, answer whole or as a stream. */
public final class Exchange {
  private static final long DISCARDED = 128L << 20;

  /** What a client sends that grew tired of waiting for its 100 Continue has come by then. */
  private static final long TIRED_OF_WAITING_MS = 1000;

  private final Incoming incoming;
  private final Context context;
  private final HttpServerRequest request;
  private final Map<String, String> parameters;
  private boolean waitsForContinue;
  private @Nullable CompletableFuture<Body> asked;
  private @Nullable Consumer<Throwable> reader;
  private @Nullable RuntimeException broken;

  Exchange(Incoming incoming, Map<String, String> parameters) {
    this.incoming = incoming;
    this.context = incoming.context();
    this.request = incoming.request();
    this.parameters = parameters;
    this.waitsForContinue = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    request.exceptionHandler(this::broken);
  }

  /**
   * The rest of the request can't be read. Where that is the client's mistake it is told at once:
   * its connection is closed as soon as this method has returned.
   */
  private void broken(Throwable why) {
    broken = unread(why);
    if (broken instanceof HttpError error && !request.response().headWritten()) {
      var reply = incoming.failures().reply(Asked.of(request), error);
      reply(reply.with("Connection", "close"));
      ((HttpServerConnection) request.connection()).channelHandlerContext().flush();
    }
    if (reader != null) {
      reader.accept(broken);
    }
  }

  public String method() {
    return request.method().name();
  }

  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  public String rawQuery() {
    String query = request.query();
    return query == null ? "" : query;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  public List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  public Headers headers() {
    return headersOf(request);
  }

  static Headers headersOf(HttpServerRequest request) {
    var lines = new ArrayList<Headers.Line>();
    request.headers().forEach((name, value) -> lines.add(new Headers.Line(name, value)));
    return new Headers(lines);
  }

  /** Runs things on this request's event loop, where its handler runs. */
  public Executor loop() {
    return task -> context.runOnContext(_ -> task.run());
  }

  /** The same future, completing on this request's event loop. */
  public <T> CompletableFuture<T> here(CompletableFuture<T> future) {
    if (future.isDone()) {
      return future;
    }
    var moved = new CompletableFuture<T>();
    var _ =
        future.whenComplete((value, why) ->
            context.runOnContext(_ -> {
              if (why != null) {
                moved.completeExceptionally(why);
              } else {
                moved.complete(value);
              }
            }));
    return moved;
  }

  /**
   * The body in one piece, or {@link TooLarge}, {@link NoRoom} or {@link Stalled} as soon as that
   * is certain. Who asks again gets the same.
   *
   * @param sender whose it is, as far as that is known
   */
  public CompletableFuture<Body> body(int limit, String sender) {
    if (asked != null) {
      return asked;
    }
    var whole = new CompletableFuture<Body>();
    asked = whole;
    if (broken != null) {
      whole.completeExceptionally(broken);
      return whole;
    }
    if (declaredLength() > limit) {
      whole.completeExceptionally(new TooLarge(limit));
      return whole;
    }
    collect(new GrowingBody(limit, declaredLength(), incoming.memory().share(sender)), whole);
    if (waitsForContinue) {
      // Only now: whoever was refused before has not sent its body.
      waitsForContinue = false;
      request.response().writeContinue();
    }
    request.resume();
    return whole;
  }

  private void collect(GrowingBody body, CompletableFuture<Body> whole) {
    var client = incoming.client();
    Consumer<Throwable> fail =
        why -> {
          client.bodyOver();
          if (whole.completeExceptionally(why)) {
            body.drop();
          }
        };
    client.awaitBody(() -> fail.accept(new Stalled(incoming.limits().idle())));
    request.handler(bytes -> {
      if (!whole.isDone()) {
        client.heard();
        try {
          body.add(bytes);
        } catch (TooLarge | NoRoom e) {
          fail.accept(e);
        }
      }
    });
    reader = fail;
    request.endHandler(_ -> {
      if (!whole.isDone()) {
        client.bodyOver();
        whole.complete(body.whole());
      }
    });
  }

  /** Nobody will ask for the body again. */
  public void letGoOfBody() {
    if (asked != null && asked.isDone() && !asked.isCompletedExceptionally()) {
      asked.resultNow().letGo();
    }
  }

  private static RuntimeException unread(Throwable why) {
    return why instanceof IOException || why instanceof HttpClosedException
        ? new ClientLeft()
        : HttpError.badRequest("The body of the request is not sent as HTTP/1.1 asks for.");
  }

  private long declaredLength() {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * A client still sending would see its connection reset instead of our answer, so what it sends
   * is thrown away for a while.
   */
  private void discardRest() {
    if (request.isEnded()) {
      return;
    }
    var left = new long[] {DISCARDED};
    request.handler(bytes -> {
      left[0] -= bytes.length();
      if (left[0] < 0) {
        request.connection().close();
      }
    });
    request.resume();
  }

  boolean isHead() {
    return request.method().name().equals("HEAD");
  }

  /** Sends the head of a reply whose body comes in pieces. */
  Pieces begin(Reply reply, Duration patience) {
    discardRest();
    head(reply).setChunked(true);
    return new Pieces(context, request.response(), patience);
  }

  private HttpServerResponse head(Reply reply) {
    var response = request.response().setStatusCode(reply.status());
    for (Headers.Line line : reply.headers()) {
      response.headers().add(line.name(), line.value());
    }
    return response;
  }

  public void reply(Reply reply) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    boolean bodyNotWanted = waitsForContinue && !request.isEnded();
    if (bodyNotWanted) {
      // It won't come, or late and unasked: nothing else can come on this connection either.
      response.putHeader("Connection", "close");
    }
    discardRest();
    head(reply);
    boolean head = isHead();
    if (head && reply.streamed() == null && !response.headers().contains("Content-Length")) {
      response.putHeader("Content-Length", String.valueOf(reply.body().length));
    }
    var ended = head ? response.end() : response.end(Buffer.buffer(reply.body()));
    if (bodyNotWanted) {
      ended.onComplete(_ -> closeSoon());
    }
  }

  /** Closing at once would take our answer from a client that has just begun to send its body. */
  private void closeSoon() {
    var connection = request.connection();
    context.owner().setTimer(TIRED_OF_WAITING_MS, _ -> connection.close());
  }

  /**
   * Carries an upstream's answer to the client under the given head. From then on the request's own
   * headers are gone: thousands of answers go on for minutes.
   *
   * @param filter what of it goes on to the client; the watcher sees all
   * @param goesOnWithoutClient asked when the client leaves: whether the rest is still read, and
   *     watched
   */
  public Relaying relay(
      Answer answer,
      Headers headers,
      ByteWatcher watcher,
      ByteFilter filter,
      BooleanSupplier goesOnWithoutClient) {
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.status());
    for (Headers.Line line : headers) {
      response.headers().add(line.name(), line.value());
    }
    if (!filter.equals(ByteFilter.ALL) || isStream(headers)) {
      // What the client gets may be less than that, or another end.
      response.headers().remove("Content-Length");
    }
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    var relaying = new Relaying(context, response, answer, watcher, filter, goesOnWithoutClient);
    relaying.start();
    request.headers().clear();
    return relaying;
  }

  private static boolean isStream(Headers headers) {
    return headers
        .first("content-type")
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
        .isPresent();
  }

  /** Whether the client has left already. */
  public boolean isGone() {
    return request.response().closed();
  }

  /** Runs the task if the client leaves before it was answered. */
  public void whenGone(Runnable task) {
    request.response().closeHandler(_ -> task.run());
  }
}
