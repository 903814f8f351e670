package dev.bridle.bench;

import dev.bridle.bench.load.Load;
import dev.bridle.bench.load.OpenLoop;
import dev.bridle.bench.report.Findings;
import dev.bridle.bench.report.Metric;
import dev.bridle.bench.target.Target;
import dev.bridle.bench.upstream.Behaviour;
import java.time.Duration;
import java.util.Optional;

/** Many streams beside each other, each with an event now and then: how late each event is. */
record PacedStreams(int streams, Duration begin, Duration interval, int events, Scale scale)
    implements Scenario {
  @Override
  public String key() {
    return "paced" + streams;
  }

  @Override
  public String title() {
    return "%,d paced streams".formatted(streams);
  }

  @Override
  public Behaviour behaviour() {
    return new Behaviour(0, events, interval.toMillis());
  }

  @Override
  public Load warmUp() {
    return OpenLoop.streams(streams / 10, scale.warmUp().dividedBy(2));
  }

  @Override
  public Load load() {
    return OpenLoop.streams(streams, begin);
  }

  @Override
  public Optional<String> unsuited(Target target) {
    return target.isFast() && target.canStream()
        ? Optional.empty()
        : Optional.of("so many events a second are beyond all it can do");
  }

  @Override
  public void note(Sample sample, Findings findings) {
    delay(sample, findings, 50, "p50");
    delay(sample, findings, 99, "p99");
    if (sample.hasProcesses()) {
      double perEvent = sample.cpuSeconds() * 1e6 / sample.tally().events();
      findings.add(
          Metric.absolute(key() + "_cpu_us", "CPU µs an event, " + title(), 1),
          sample.target(),
          sample.round(),
          perEvent);
      findings.add(
          Metric.absolute(key() + "_mb", "resident MB at most, " + title(), 0),
          sample.target(),
          sample.round(),
          sample.peakMb());
    }
  }

  private void delay(Sample sample, Findings findings, double percentile, String name) {
    findings.add(
        Metric.added(key() + "_" + name + "_ms", "added ms an event " + name + ", " + title(), 2),
        sample.target(),
        sample.round(),
        sample.tally().delays().getValueAtPercentile(percentile) / 1e6);
  }
}
