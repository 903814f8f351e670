package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.call.Refusal.CredentialRejected;
import dev.bridle.call.Refusal.Disabled;
import dev.bridle.call.Refusal.NoHostedKey;
import dev.bridle.call.Refusal.NotConnected;
import dev.bridle.call.Refusal.Unavailable;
import dev.bridle.call.Refusal.Unreachable;
import dev.bridle.http.Answer;
import dev.bridle.http.Exchange;
import dev.bridle.provider.Addresses;
import dev.bridle.provider.Breakers;
import dev.bridle.provider.Connection;
import dev.bridle.provider.Connections;
import dev.bridle.provider.ProviderKeys;
import dev.bridle.provider.Upstreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds the connection of a job's organization, or says why there is none to use. */
public final class Connected {
  private static final int REJECTED = 401;
  private static final int TOO_FAST = 429;

  /** So long a key rests whose provider doesn't say how long. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final Connections connections;
  private final ProviderKeys keys;
  private final Breakers breakers;
  private final Upstreams upstreams;
  private final InstantSource clock;

  public Connected(
      Connections connections,
      ProviderKeys keys,
      Breakers breakers,
      Upstreams upstreams,
      InstantSource clock) {
    this.connections = connections;
    this.keys = keys;
    this.breakers = breakers;
    this.upstreams = upstreams;
    this.clock = clock;
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
    if (connection.missesKey()) {
      throw new Refused(new NoHostedKey(provider));
    }
    return connection;
  }

  private CompletableFuture<Reach> reach(
      Exchange exchange, JobIdentity job, Connection connection) {
    breakers
        .pause(connection)
        .ifPresent(pause -> {
          throw new Refused(new Unavailable(pause));
        });
    var key = keys.choose(connection, job.buildId());
    if (key.isEmpty() && !connection.keys().isEmpty()) {
      throw new Refused(new CredentialRejected(REJECTED));
    }
    keys.touch(connection, key);
    return exchange
        .here(upstreams.way(connection, key))
        .thenApply(way -> new Reach(job, connection, key, way))
        .exceptionally(why -> {
          throw refusedAddress(why);
        });
  }

  /**
   * Notes what an answer says of the key that it was asked with; returns whether another one is to
   * be looked for at once.
   */
  boolean heard(Reach reach, Answer answer) {
    if (reach.key().isEmpty()) {
      return false;
    }
    var key = reach.key().get();
    return switch (answer.status()) {
      case REJECTED -> {
        keys.reject(reach.connection(), key);
        yield true; // If there is none, or a new one by now, shows when it is looked for.
      }
      case TOO_FAST -> {
        keys.rest(key, RetryAfter.of(answer.headers(), clock.instant()).orElse(REST));
        yield keys.hasOther(reach.connection(), key);
      }
      default -> false;
    };
  }

  private static RuntimeException refusedAddress(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    return cause instanceof Addresses.Forbidden || cause instanceof Addresses.Unresolvable
        ? new Refused(new Unreachable(String.valueOf(cause.getMessage())))
        : new CompletionException(cause);
  }
}
