package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.call.Refusal.CredentialRejected;
import dev.bridle.call.Refusal.Disabled;
import dev.bridle.call.Refusal.NoHostedKey;
import dev.bridle.call.Refusal.NotConnected;
import dev.bridle.call.Refusal.Unreachable;
import dev.bridle.http.Exchange;
import dev.bridle.provider.Addresses;
import dev.bridle.provider.Connection;
import dev.bridle.provider.Connections;
import dev.bridle.provider.Upstreams;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds the connection of a job's organization, or says why there is none to use. */
public final class Connected {
  private static final int REJECTED = 401;

  private final Connections connections;
  private final Upstreams upstreams;

  public Connected(Connections connections, Upstreams upstreams) {
    this.connections = connections;
    this.upstreams = upstreams;
  }

  CompletableFuture<Reach> find(Exchange exchange, JobIdentity job) {
    String provider = exchange.parameter("provider");
    return exchange
        .here(connections.find(job.organizationId(), provider))
        .thenApply(found -> usable(provider, found))
        .thenCompose(connection -> reach(exchange, job, connection));
  }

  private static Connection usable(String provider, Optional<Connection> found) {
    var connection = found.orElseThrow(() -> new Refused(new NotConnected(provider)));
    if (!connection.enabled()) {
      throw new Refused(new Disabled(provider));
    }
    if (Upstreams.missesKey(connection)) {
      throw new Refused(new NoHostedKey(provider));
    }
    if (connection.keyRejected()) {
      throw new Refused(new CredentialRejected(REJECTED));
    }
    return connection;
  }

  private CompletableFuture<Reach> reach(
      Exchange exchange, JobIdentity job, Connection connection) {
    connections.touch(connection);
    return exchange
        .here(upstreams.way(connection))
        .thenApply(way -> new Reach(job, connection, way, () -> connections.reject(connection)))
        .exceptionally(why -> {
          throw refusedAddress(why);
        });
  }

  private static RuntimeException refusedAddress(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    return cause instanceof Addresses.Forbidden || cause instanceof Addresses.Unresolvable
        ? new Refused(new Unreachable(String.valueOf(cause.getMessage())))
        : new CompletionException(cause);
  }
}
