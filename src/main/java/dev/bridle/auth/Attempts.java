package dev.bridle.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** How often signing in has failed lately: for one person, from one machine, and both. */
final class Attempts {
  /** Someone else's failures keep a person out only when they are very many. */
  static final int OF_ONE_PERSON = 100;

  static final int FROM_ONE_MACHINE = 60;
  static final int OF_ONE_PERSON_FROM_ONE_MACHINE = 10;

  private static final Duration LATELY = Duration.ofMinutes(15);
  private static final int REMEMBERED = 50_000;

  private record Count(String of, int atMost) {}

  private final Cache<String, Integer> failed;

  Attempts(InstantSource clock) {
    failed =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(LATELY)
            .ticker(() -> clock.millis() * 1_000_000)
            .build();
  }

  private static List<Count> counts(String email, String machine) {
    return List.of(
        new Count("person " + email, OF_ONE_PERSON),
        new Count("machine " + machine, FROM_ONE_MACHINE),
        new Count("person " + email + " machine " + machine, OF_ONE_PERSON_FROM_ONE_MACHINE));
  }

  boolean tooMany(String email, String machine) {
    return counts(email, machine).stream()
        .anyMatch(count -> failed.asMap().getOrDefault(count.of, 0) >= count.atMost);
  }

  void failed(String email, String machine) {
    counts(email, machine).forEach(count -> failed.asMap().merge(count.of, 1, Integer::sum));
  }

  /** Whether nobody was refused for this person lately; asked when someone is refused. */
  boolean firstRefusal(String personId) {
    return failed.asMap().putIfAbsent("refused " + personId, 1) == null;
  }

  /** Takes back what was counted before it was known. */
  void succeeded(String email, String machine) {
    counts(email, machine)
        .forEach(count -> failed.asMap().computeIfPresent(count.of, (_, times) -> times - 1));
  }
}
