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
import dev.bridle.provider.SuspectKeys;
import dev.bridle.provider.Upstreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds the connection of a job's organization, or says why there is none to use. */
public final class Connected {
  private static final int REJECTED = 401;
  private static final int TOO_FAST = 429;

  /** So long a key rests whose provider doesn't say how long. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final Connections connections;
  private final ProviderKeys keys;
  private final SuspectKeys suspects;
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
    this.suspects = new SuspectKeys(keys, upstreams);
    this.breakers = breakers;
    this.upstreams = upstreams;
    this.clock = clock;
  }

  /**
   * The connection of the job's organization, or its fallback where that can't serve it now.
   *
   * @param refused the ids of the keys with which this call was answered 401
   */
  CompletableFuture<Reach> find(Exchange exchange, JobIdentity job, Set<String> refused) {
    return first(exchange, job).thenCompose(first -> find(exchange, job, first, refused));
  }

  /** The fallback only. */
  CompletableFuture<Reach> fallback(Exchange exchange, JobIdentity job, Set<String> refused) {
    return first(exchange, job)
        .thenCompose(first ->
            reach(
                exchange,
                job,
                usableFallback(first)
                    .orElseThrow(() -> new Refused(new NotConnected(first.provider()))),
                refused));
  }

  /** Whether calls that went this way can go on through another connection. */
  boolean hasFallback(Reach reach) {
    return usableFallback(reach.connection()).isPresent();
  }

  /** Ends with a {@link Refused} where the connection is no more, or switched off. */
  CompletableFuture<Void> still(Exchange exchange, Reach reach) {
    var connection = reach.connection();
    return first(exchange, reach.job())
        .thenAccept(first -> {
          var now = connection.place().fallback() ? first.fallback() : Optional.of(first);
          if (!now.map(Connection::enabled).orElse(false)) {
            throw new Refused(new Disabled(connection.provider()));
          }
        });
  }

  private CompletableFuture<Connection> first(Exchange exchange, JobIdentity job) {
    String provider = exchange.parameter("provider");
    return exchange
        .here(connections.find(job.organizationId(), provider))
        .thenApply(found -> {
          var first = found.orElseThrow(() -> new Refused(new NotConnected(provider)));
          if (!first.enabled()) {
            throw new Refused(new Disabled(provider));
          }
          return first;
        });
  }

  private CompletableFuture<Reach> find(
      Exchange exchange, JobIdentity job, Connection first, Set<String> refused) {
    var refusal = objection(first);
    var fallback = usableFallback(first);
    if (fallback.isEmpty()) {
      if (refusal != null) {
        throw new Refused(refusal);
      }
      return reach(exchange, job, first, refused);
    }
    return refusal != null || keys.allRest(first)
        ? reach(exchange, job, fallback.get(), refused)
        : reach(exchange, job, first, refused)
            .exceptionallyCompose(_ -> reach(exchange, job, fallback.get(), refused));
  }

  private Optional<Connection> usableFallback(Connection first) {
    return first.fallback().filter(fallback -> objection(fallback) == null);
  }

  /** Why a connection can't serve a call now, if so. */
  private @Nullable Refusal objection(Connection connection) {
    if (!connection.enabled()) {
      return new Disabled(connection.provider());
    }
    if (connection.missesKey()) {
      return new NoHostedKey(connection.provider());
    }
    var pause = breakers.pause(connection);
    if (pause.isPresent()) {
      return new Unavailable(pause.get());
    }
    return keys.allRejected(connection) ? new CredentialRejected(REJECTED) : null;
  }

  /** Fails when its address is not to be found, or must not be asked. */
  private CompletableFuture<Reach> reach(
      Exchange exchange, JobIdentity job, Connection connection, Set<String> refused) {
    var key = keys.choose(connection, job.buildId(), refused);
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
   *
   * @param refused the ids of the keys with which this call was answered 401
   */
  boolean heard(Reach reach, Answer answer, Set<String> refused) {
    if (reach.key().isEmpty()) {
      return false;
    }
    var key = reach.key().get();
    return switch (answer.status()) {
      case REJECTED -> {
        suspects.suspect(reach.connection(), key);
        yield true; // If there is none, or a new one by now, shows when it is looked for.
      }
      case TOO_FAST -> {
        keys.rest(key, RetryAfter.of(answer.headers(), clock.instant()).orElse(REST));
        yield keys.hasOther(reach.connection(), key, refused);
      }
      default -> false;
    };
  }

  private static RuntimeException refusedAddress(Throwable why) {
    Throwable cause = Came.cause(why);
    return cause instanceof Addresses.Forbidden || cause instanceof Addresses.Unresolvable
        ? new Refused(new Unreachable(String.valueOf(cause.getMessage())))
        : new CompletionException(cause);
  }
}
