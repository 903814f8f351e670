package dev.bridle.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of its connection's keys a call is sent with. A build stays on one key as long as that is
 * usable, because prompt caches belong to keys; the builds are spread over all of them.
 */
final class KeyPool {
  private static final Duration LEAST_REST = Duration.ofSeconds(1);
  private static final Duration MOST_REST = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Map<String, Instant> restingUntil = new ConcurrentHashMap<>();

  /** Rejected since the server started: each is known here before the database has it. */
  private final Set<String> rejected = ConcurrentHashMap.newKeySet();

  KeyPool(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The key for a build; empty when the provider has rejected all.
   *
   * @param refused the keys that this very call was rejected with: one of them only if there is no
   *     other
   */
  Optional<ProviderKey> choose(List<ProviderKey> keys, String buildId, Set<String> refused) {
    if (keys.size() == 1) {
      return isRejected(keys.getFirst()) ? Optional.empty() : Optional.of(keys.getFirst());
    }
    var active = keys.stream().filter(key -> isActive(key) && !refused.contains(key.id())).toList();
    if (active.size() < 2) {
      return active.stream().findFirst().or(() -> firstToWake(keys, refused));
    }
    return active.stream().max(Comparator.comparingLong(key -> weight(buildId, key.id())));
  }

  /** Where all rest, the provider may still answer, and what it says then is the answer. */
  private Optional<ProviderKey> firstToWake(List<ProviderKey> keys, Set<String> refused) {
    return keys.stream()
        .filter(key -> !isRejected(key))
        .min(
            Comparator.comparing((ProviderKey key) -> refused.contains(key.id()))
                .thenComparing(key -> restingUntil.getOrDefault(key.id(), Instant.MIN)));
  }

  /** Rendezvous hashing: a key that comes or goes moves only the builds that it had or gets. */
  private static long weight(String buildId, String keyId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < buildId.length(); i++) {
      hash = (hash ^ buildId.charAt(i)) * 0x100000001b3L;
    }
    for (int i = 0; i < keyId.length(); i++) {
      hash = (hash ^ keyId.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 32;
  }

  /**
   * Whether a call can be sent with another key than this one: one that does not even rest.
   *
   * @param refused the keys that this very call was rejected with, which are none
   */
  boolean hasOther(List<ProviderKey> keys, ProviderKey than, Set<String> refused) {
    return keys.stream()
        .anyMatch(
            key -> !key.id().equals(than.id()) && !refused.contains(key.id()) && isActive(key));
  }

  /** Whether there are keys, and the provider has rejected each of them. */
  boolean allRejected(List<ProviderKey> keys) {
    return !keys.isEmpty() && keys.stream().allMatch(this::isRejected);
  }

  /** Whether there are keys, and each of them rests or is rejected. */
  boolean allRest(List<ProviderKey> keys) {
    return !keys.isEmpty() && keys.stream().noneMatch(this::isActive);
  }

  private boolean isActive(ProviderKey key) {
    return !isRejected(key) && state(key.id()).kind() != KeyState.Kind.RESTING;
  }

  private boolean isRejected(ProviderKey key) {
    return key.rejected() || rejected.contains(key.id());
  }

  void reject(ProviderKey key) {
    rejected.add(key.id());
  }

  /** Others are preferred for so long, within bounds. */
  void rest(ProviderKey key, Duration time) {
    Duration least = time.compareTo(LEAST_REST) < 0 ? LEAST_REST : time;
    Duration rest = least.compareTo(MOST_REST) > 0 ? MOST_REST : least;
    restingUntil.put(key.id(), clock.instant().plus(rest));
  }

  /** An administrator has looked after it, or it is no more. */
  void forget(String keyId) {
    rejected.remove(keyId);
    restingUntil.remove(keyId);
  }

  KeyState state(StoredKey key) {
    return key.rejectedAt() == null ? state(key.id()) : KeyState.REJECTED;
  }

  private KeyState state(String keyId) {
    if (rejected.contains(keyId)) {
      return KeyState.REJECTED;
    }
    Instant until = restingUntil.get(keyId);
    if (until == null || !until.isAfter(clock.instant())) {
      return KeyState.ACTIVE;
    }
    return KeyState.resting(until);
  }
}
