package dev.bridle.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.Body;
import dev.bridle.http.Client;
import dev.bridle.http.Outgoing;
import dev.bridle.http.SendFailure;
import dev.bridle.http.Sending;
import dev.bridle.http.TooLarge;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends a judged call on: over the network with one credential, or to the sandbox. */
public final class Upstreams {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LARGEST = 2 << 20;

  private final Client client;
  private final Addresses addresses;
  private final Sandbox sandbox;
  private final Breakers breakers;

  public Upstreams(Client client, Addresses addresses, Sandbox sandbox, Breakers breakers) {
    this.client = client;
    this.addresses = addresses;
    this.sandbox = sandbox;
    this.breakers = breakers;
  }

  /** The way to a connection's provider: where to, found before anything is sent, by which key. */
  public CompletableFuture<Way> way(Connection connection, Optional<ProviderKey> key) {
    return connection.method() == Method.SANDBOX
        ? CompletableFuture.completedFuture(request -> sandbox.send(connection.provider(), request))
        : addresses
            .resolve(connection.baseUrl())
            .thenApply(address ->
                breakers.guarded(connection, request -> send(connection, address, key, request)));
  }

  /** Sends one request; to be called on the event loop of the exchange. */
  @FunctionalInterface
  public interface Way {
    Sending send(ProviderRequest request);
  }

  private Sending send(
      Connection connection,
      InetAddress address,
      Optional<ProviderKey> key,
      ProviderRequest request) {
    return client.send(
        new Outgoing(
            request.method(),
            connection.baseUrl(),
            address,
            connection.baseUrl().getRawPath() + request.pathAndQuery(),
            ProviderKind.of(connection.provider()).upstream(request.headers(), connection, key),
            request.body()));
  }

  /**
   * Asks a provider something for an administrator, whatever its breaker says; blocks. What takes
   * longer than a person waits is given up at the provider too.
   */
  Heard ask(Connection connection, Optional<ProviderKey> key, ProviderRequest request) {
    if (connection.method() == Method.SANDBOX) {
      return heard(() -> sandbox.send(connection.provider(), request));
    }
    var resolved = address(connection.baseUrl());
    return resolved.failure() != null
        ? resolved.failure()
        : heard(() -> send(connection, Objects.requireNonNull(resolved.address()), key, request));
  }

  /** Asks a provider whether it takes a key; blocks. */
  Heard check(ProviderKind kind, URI base, KeyHeader header, Secret key) {
    var resolved = address(base);
    if (resolved.failure() != null) {
      return resolved.failure();
    }
    var line = header.carrying(key);
    var headers = kind.defaults().with(line.name(), line.value());
    return heard(() ->
        client.send(
            new Outgoing(
                "GET",
                base,
                Objects.requireNonNull(resolved.address()),
                base.getRawPath() + "/v1/models",
                headers,
                Body.NONE)));
  }

  /** One of the two is there. */
  private record Resolved(@Nullable InetAddress address, @Nullable Heard failure) {}

  private Resolved address(URI base) {
    try {
      return new Resolved(
          addresses.resolve(base).get(PATIENCE.toSeconds(), TimeUnit.SECONDS), null);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      return new Resolved(null, failed(e));
    }
  }

  private Heard heard(Supplier<Sending> send) {
    try {
      return new Heard.Answered(
          client.whole(send, LARGEST, PATIENCE).get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      return failed(e);
    }
  }

  private static Heard failed(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Throwable why = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return switch (why) {
      case Addresses.Forbidden forbidden ->
          new Heard.Forbidden(String.valueOf(forbidden.getMessage()));
      case Addresses.Unresolvable nowhere ->
          new Heard.Nothing(String.valueOf(nowhere.getMessage()));
      case SendFailure failure -> new Heard.Nothing(String.valueOf(failure.getMessage()));
      case TooLarge _ -> new Heard.Nothing("its answer is larger than anybody expects");
      case TimeoutException _, InterruptedException _ ->
          new Heard.Nothing("it has not answered within " + PATIENCE.toSeconds() + " seconds");
      default -> new Heard.Nothing("the connection broke off");
    };
  }
}
