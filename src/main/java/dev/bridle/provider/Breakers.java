package dev.bridle.provider;

import dev.bridle.http.Answer;
import dev.bridle.http.SendFailure;
import dev.bridle.http.Sending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breakers of all connections: a provider that is down is not asked in vain. */
public final class Breakers {
  private static final Logger LOG = LoggerFactory.getLogger("provider");

  /** What a provider answers that is not well; anything else shows that it is there. */
  private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504, 529);

  /**
   * What tells nothing: nobody has waited for it, it never came to the provider, or it was turned
   * away, as a provider does with all calls on a connection at once when it restarts the machine
   * behind.
   */
  private static final Set<SendFailure.Kind> NEITHER =
      Set.of(
          SendFailure.Kind.GIVEN_UP,
          SendFailure.Kind.NO_FREE_CONNECTION,
          SendFailure.Kind.TURNED_AWAY);

  private final InstantSource clock;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  public Breakers(InstantSource clock) {
    this.clock = clock;
  }

  private Breaker of(String connectionId) {
    return breakers.computeIfAbsent(connectionId, _ -> new Breaker(clock));
  }

  /** How long a call through this connection had better wait; empty when it may be made. */
  public Optional<Duration> pause(Connection connection) {
    return of(connection.id()).pause();
  }

  /** Until when a connection's breaker is open, for administrators; empty while it is closed. */
  public Optional<Instant> openUntil(StoredConnection connection) {
    return of(connection.id()).openUntil();
  }

  /** An administrator has changed the connection, or it is no more. */
  void forget(String connectionId) {
    breakers.remove(connectionId);
  }

  /** The same way, watched; while the breaker is open, nothing is sent along it. */
  Upstreams.Way guarded(Connection connection, Upstreams.Way way) {
    return request -> {
      var pass = of(connection.id()).pass();
      return pass.isPresent()
          ? new Watched(sent(way, request, pass.get()), pass.get(), connection)
          : Sending.of(CompletableFuture.failedFuture(heldBack()));
    };
  }

  private static Sending sent(Upstreams.Way way, ProviderRequest request, Breaker.Pass pass) {
    try {
      return way.send(request);
    } catch (RuntimeException e) {
      pass.abandoned(); // Else a probe would seem to be under way.
      throw e;
    }
  }

  private static SendFailure heldBack() {
    return new SendFailure(SendFailure.Kind.HELD_BACK, "it has failed several times in a row");
  }

  /** A sending of which the breaker learns what came of it, unless that tells nothing. */
  private static final class Watched implements Sending {
    private final Sending sending;
    private final Breaker.Pass pass;
    private final Connection connection;

    Watched(Sending sending, Breaker.Pass pass, Connection connection) {
      this.sending = sending;
      this.pass = pass;
      this.connection = connection;
      var _ = sending.answer().whenComplete(this::ended);
    }

    private void ended(@Nullable Answer answer, @Nullable Throwable why) {
      if (why instanceof SendFailure failure && NEITHER.contains(failure.kind())) {
        pass.abandoned();
      } else if (answer != null && !FAILURES.contains(answer.status())) {
        if (pass.succeeded()) {
          LOG.info("{} answers again: calls go there", described());
        }
      } else if (pass.failed()) {
        LOG.warn("{} has failed too often in a row: calls are refused for a while", described());
      }
    }

    private String described() {
      return "%s of organization %s".formatted(connection.provider(), connection.organizationId());
    }

    @Override
    public CompletableFuture<Answer> answer() {
      return sending.answer();
    }

    @Override
    public void cancel() {
      pass.abandoned();
      sending.cancel();
    }
  }
}
