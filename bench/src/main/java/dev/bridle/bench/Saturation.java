package dev.bridle.bench;

import dev.bridle.bench.load.ClosedLoop;
import dev.bridle.bench.load.Load;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.report.Metric;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.upstream.Behaviour;
import java.time.Duration;
import java.util.Optional;

/** As much as goes through: what a call costs in CPU, and how many there are in a second. */
record Saturation(
    String key, String title, Behaviour behaviour, Metric cpu, double per, Metric rate, Scale scale)
    implements Scenario {
  private static final int CLIENTS = 64;
  private static final int EVENTS = 60;

  static Saturation plain(Scale scale) {
    return new Saturation(
        "plain",
        "plain calls, as many as go through",
        Behaviour.plain(0),
        Metric.absolute("plain_cpu", "CPU s / 100,000 plain calls", 2),
        100_000,
        Metric.absolute("plain_rate", "plain calls/s at saturation", 0),
        scale);
  }

  static Saturation bursts(Scale scale) {
    return new Saturation(
        "bursts",
        "streams of " + EVENTS + " events at once, as many as go through",
        Behaviour.burst(EVENTS),
        Metric.absolute("burst_cpu", "CPU s / 10,000 streams of 60 events", 2),
        10_000,
        Metric.absolute("burst_rate", "streams/s at saturation", 0),
        scale);
  }

  @Override
  public Load warmUp() {
    return load(scale.warmUp());
  }

  @Override
  public Load load() {
    return load(scale.saturated());
  }

  private static Load load(Duration duration) {
    return new ClosedLoop(CLIENTS, duration);
  }

  /** Until a JVM has compiled what it will, or for so long as it may take. */
  Load firstWarmUp() {
    return new ClosedLoop(CLIENTS, scale.firstWarmUp(), scale.firstCalls());
  }

  @Override
  public Optional<String> unsuited(Target target) {
    return behaviour.isStream() && !target.canStream()
        ? Optional.of("its streams fail as installed here")
        : Optional.empty();
  }

  @Override
  public void note(Sample sample, Findings findings) {
    if (sample.hasProcesses()) {
      findings.add(
          cpu, sample.target(), sample.round(), sample.cpuSeconds() * per / sample.tally().calls());
    }
    findings.add(rate, sample.target(), sample.round(), sample.tally().callsPerSecond());
  }
}
