package dev.bridle.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.config.Secret;
import dev.bridle.testing.MovableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Builds stay on their keys, and are spread over all of them. */
class KeyPoolTest {
  private static final int BUILDS = 3_000;

  private final MovableClock clock = new MovableClock();
  private final KeyPool pool = new KeyPool(clock);
  private final ProviderKey a = key("01932b5e-7c1a-7b3e-9d52-6a0f1b2c3d4e");
  private final ProviderKey b = key("01932b5e-7c1b-7b3e-9d52-6a0f1b2c3d4f");
  private final ProviderKey c = key("01932b5e-7c1c-7b3e-9d52-6a0f1b2c3d50");

  private static ProviderKey key(String id) {
    return new ProviderKey(id, new Secret("sk-" + id), false);
  }

  private static String build(int number) {
    return "01932b5e-0000-7000-8000-%012d".formatted(number);
  }

  private Map<Integer, ProviderKey> chosen(List<ProviderKey> keys) {
    var chosen = new HashMap<Integer, ProviderKey>();
    IntStream.range(0, BUILDS)
        .forEach(n -> chosen.put(n, pool.choose(keys, build(n), Set.of()).orElseThrow()));
    return chosen;
  }

  private static long times(Map<Integer, ProviderKey> chosen, ProviderKey key) {
    return chosen.values().stream().filter(key::equals).count();
  }

  @Test
  void buildsAreSpreadEvenly() {
    var chosen = chosen(List.of(a, b, c));
    for (ProviderKey key : List.of(a, b, c)) {
      assertThat(times(chosen, key)).isBetween(BUILDS / 3L - 150, BUILDS / 3L + 150);
    }
  }

  @Test
  void anotherKeyMovesOnlyTheBuildsThatItGets() {
    var before = chosen(List.of(a, b));
    var after = chosen(List.of(b, a, c));
    after.forEach((build, key) -> assertThat(key).isIn(before.get(build), c));
    assertThat(times(after, c)).isPositive();
  }

  @Test
  void aRejectedKeyIsPassedOverUntilSomeoneHasLookedAfterIt() {
    pool.reject(a);
    assertThat(chosen(List.of(a, b)).values()).containsOnly(b);
    pool.reject(b);
    assertThat(pool.choose(List.of(a, b), build(1), Set.of())).isEmpty();
    pool.forget(a.id());
    assertThat(chosen(List.of(a, b)).values()).containsOnly(a);
  }

  @Test
  void aRestingKeyIsPassedOverUntilItsTimeIsUp() {
    var before = chosen(List.of(a, b));
    pool.rest(a, Duration.ofSeconds(30));
    assertThat(pool.hasOther(List.of(a, b), b, Set.of())).isFalse();
    assertThat(chosen(List.of(a, b)).values()).containsOnly(b);
    clock.pass(Duration.ofSeconds(30));
    assertThat(chosen(List.of(a, b))).isEqualTo(before);
  }

  @Test
  void whereAllRestTheFirstToWakeIsUsed() {
    pool.rest(a, Duration.ofSeconds(30));
    pool.rest(b, Duration.ofSeconds(10));
    pool.reject(c);
    assertThat(chosen(List.of(a, b, c)).values()).containsOnly(b);
  }

  @Test
  void aKeyThatTheCallWasRejectedWithComesAfterThoseThatOnlyRest() {
    pool.rest(a, Duration.ofSeconds(30));
    pool.rest(b, Duration.ofSeconds(5));
    assertThat(pool.choose(List.of(a, b), build(1), Set.of(b.id()))).contains(a);
    assertThat(pool.choose(List.of(a, b, c), build(1), Set.of(c.id()))).contains(b);
    assertThat(pool.hasOther(List.of(a, b, c), a, Set.of(c.id()))).isFalse();
    pool.reject(a);
    assertThat(pool.choose(List.of(a, b), build(1), Set.of(b.id()))).contains(b);
  }

  @Test
  void noKeyRestsLongerThanFiveMinutes() {
    pool.rest(a, Duration.ofDays(1));
    clock.pass(Duration.ofMinutes(5));
    assertThat(pool.hasOther(List.of(a, b), b, Set.of())).isTrue();
  }
}
