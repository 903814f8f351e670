package dev.bridle.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.Client;
import dev.bridle.http.Outgoing;
import dev.bridle.http.Sending;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a judged call on: over the network with one credential, or to the sandbox. */
public final class Upstreams {
  /** What a provider says of a key. */
  public enum Check {
    ACCEPTED,
    REJECTED,
    UNCERTAIN,
    FORBIDDEN
  }

  private static final int CHECK_SECONDS = 15;

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

  /** Asks a provider whether it takes a key; blocks. */
  Check check(ProviderKind kind, URI base, KeyHeader header, Secret key) {
    try {
      var address = addresses.resolve(base).get(CHECK_SECONDS, TimeUnit.SECONDS);
      var line = header.carrying(key);
      var headers = kind.defaults().with(line.name(), line.value());
      var sending =
          client.send(
              new Outgoing(
                  "GET", base, address, base.getRawPath() + "/v1/models", headers, new byte[0]));
      var answer = sending.answer().get(CHECK_SECONDS, TimeUnit.SECONDS);
      int status = answer.status();
      answer.cancel();
      return switch (status) {
        case 200 -> Check.ACCEPTED;
        case 401, 403 -> Check.REJECTED;
        default -> Check.UNCERTAIN;
      };
    } catch (ExecutionException e) {
      return e.getCause() instanceof Addresses.Forbidden ? Check.FORBIDDEN : Check.UNCERTAIN;
    } catch (TimeoutException e) {
      return Check.UNCERTAIN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Check.UNCERTAIN;
    }
  }
}
