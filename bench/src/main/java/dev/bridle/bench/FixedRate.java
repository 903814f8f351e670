package dev.bridle.bench;

import dev.bridle.bench.load.Load;
import dev.bridle.bench.load.OpenLoop;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.report.Metric;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.upstream.Behaviour;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Calls at fixed moments, far from saturation: how much later an answer is than without a proxy.
 */
record FixedRate(String key, String title, long delayMs, Scale scale) implements Scenario {
  private static final int PER_SECOND = 500;
  private static final Map<String, Double> PERCENTILES =
      Map.of("p50", 50.0, "p99", 99.0, "p99.9", 99.9);

  static FixedRate withDelay(Scale scale) {
    return new FixedRate("rate", "500 calls/s, upstream takes 20 ms", 20, scale);
  }

  static FixedRate instant(Scale scale) {
    return new FixedRate("instant", "500 calls/s, instant upstream", 0, scale);
  }

  @Override
  public Behaviour behaviour() {
    return Behaviour.plain(delayMs);
  }

  @Override
  public Load warmUp() {
    return load(scale.warmUp().dividedBy(2));
  }

  @Override
  public Load load() {
    return load(scale.atRate());
  }

  private static Load load(Duration duration) {
    return OpenLoop.perSecond(PER_SECOND, duration);
  }

  @Override
  public Optional<String> unsuited(Target target) {
    return target.isFast()
        ? Optional.empty()
        : Optional.of(PER_SECOND + " calls/s are close to or beyond all it can do");
  }

  @Override
  public void note(Sample sample, Findings findings) {
    PERCENTILES.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(percentile ->
            findings.add(
                metric(percentile.getKey()),
                sample.target(),
                sample.round(),
                sample.tally().latencies().getValueAtPercentile(percentile.getValue()) / 1e6));
  }

  private Metric metric(String percentile) {
    return Metric.added(
        key + "_" + percentile.replace('.', '_') + "_ms",
        "added ms " + percentile + ", " + title,
        2);
  }
}
