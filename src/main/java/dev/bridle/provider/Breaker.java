package dev.bridle.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one connection. It opens when the provider has failed several times in a
 * row within a short time; then nothing is sent there for a while, and after that one call, whose
 * success closes it; when that one takes its time, another is let through.
 */
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration OPEN = Duration.ofSeconds(10);

  /** For whoever comes while the one call is under way. */
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Deque<Instant> failures = new ArrayDeque<>();
  private @Nullable Instant openUntil;
  private @Nullable Instant probingUntil;

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Until when nothing is sent; empty while something may be. */
  synchronized Optional<Instant> openUntil() {
    return Optional.ofNullable(openUntil).filter(clock.instant()::isBefore);
  }

  /** How long whoever would send something now had better wait; empty when it may be sent. */
  synchronized Optional<Duration> pause() {
    if (openUntil == null) {
      return Optional.empty();
    }
    var now = clock.instant();
    if (now.isBefore(openUntil)) {
      return Optional.of(Duration.between(now, openUntil));
    }
    boolean probing = probingUntil != null && now.isBefore(probingUntil);
    return probing ? Optional.of(SHORTLY) : Optional.empty();
  }

  /** To be asked for when something is really sent; empty when that may not be. */
  synchronized Optional<Pass> pass() {
    if (pause().isPresent()) {
      return Optional.empty();
    }
    boolean probe = openUntil != null;
    if (probe) {
      probingUntil = clock.instant().plus(OPEN);
    }
    return Optional.of(new Pass(probe));
  }

  /** One sending, of which one thing becomes known. */
  final class Pass {
    private final boolean probe;
    private boolean told;

    private Pass(boolean probe) {
      this.probe = probe;
    }

    /** The provider is there; returns whether that closes the breaker. */
    boolean succeeded() {
      synchronized (Breaker.this) {
        if (!first()) {
          return false;
        }
        if (openUntil == null || probe) {
          failures.clear();
          openUntil = null;
        }
        return probe;
      }
    }

    /** Returns whether that opens the breaker. */
    boolean failed() {
      synchronized (Breaker.this) {
        return first() && (probe || openUntil == null && isLastStraw()) && open();
      }
    }

    /** Nobody has waited for what became of it. */
    void abandoned() {
      synchronized (Breaker.this) {
        var _ = first();
      }
    }

    private boolean first() {
      boolean yes = !told;
      told = true;
      if (yes && probe) {
        probingUntil = null;
      }
      return yes;
    }
  }

  private boolean isLastStraw() {
    failures.addLast(clock.instant());
    if (failures.size() > FAILURES) {
      failures.removeFirst();
    }
    return failures.size() == FAILURES
        && Duration.between(failures.getFirst(), failures.getLast()).compareTo(WITHIN) <= 0;
  }

  private boolean open() {
    failures.clear();
    openUntil = clock.instant().plus(OPEN);
    return true;
  }
}
