package dev.bridle.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long everything takes.
 *
 * @param startUps measured starts of each target
 * @param firstWarmUp once for each target, with plain calls and with streams: a JVM's compiler is
 *     busy for many thousand calls
 * @param firstCalls after so many calls a target is warm, whatever time is left
 * @param warmUp before each measurement
 */
record Scale(
    int rounds,
    int startUps,
    Duration settling,
    Duration firstWarmUp,
    long firstCalls,
    Duration warmUp,
    Duration saturated,
    Duration atRate,
    boolean allStreams) {
  static final Scale FULL =
      new Scale(
          3,
          3,
          Duration.ofSeconds(3),
          Duration.ofSeconds(60),
          150_000,
          Duration.ofSeconds(3),
          Duration.ofSeconds(6),
          Duration.ofSeconds(10),
          true);

  /** Under a minute, for a first look; its figures are rough. */
  static final Scale QUICK =
      new Scale(
          1,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          20_000,
          Duration.ofMillis(500),
          Duration.ofMillis(1500),
          Duration.ofSeconds(2),
          false);

  Scale withRounds(int wanted) {
    return new Scale(
        wanted, startUps, settling, firstWarmUp, firstCalls, warmUp, saturated, atRate, allStreams);
  }

  /** After this time a run hangs: a full round takes about six minutes. */
  Duration longest() {
    return Duration.ofMinutes(10 + 15L * rounds);
  }

  List<Scenario> scenarios() {
    var few =
        allStreams
            ? new PacedStreams(2000, Duration.ofSeconds(3), Duration.ofMillis(100), 80, this)
            : new PacedStreams(2000, Duration.ofSeconds(1), Duration.ofMillis(100), 20, this);
    var many = new PacedStreams(9000, Duration.ofSeconds(5), Duration.ofMillis(500), 24, this);
    List<Scenario> scenarios =
        List.of(
            Saturation.plain(this),
            Saturation.bursts(this),
            FixedRate.withDelay(this),
            FixedRate.instant(this),
            few,
            many);
    return allStreams ? scenarios : scenarios.subList(0, scenarios.size() - 1);
  }
}
