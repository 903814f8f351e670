package dev.bridle.meter;

import dev.bridle.bench.upstream.Answers;
import dev.bridle.bench.upstream.Behaviour;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to count an answer: a plain one of a kilobyte, and a stream of sixty events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MeterBenchmark {
  private final byte[] plain = Answers.body(Behaviour.plain(0));
  private final byte[] stream = Answers.body(Behaviour.burst(60));

  @Benchmark
  public Reading plainAnswer() {
    return reading(new AnthropicAnswerMeter(), plain);
  }

  @Benchmark
  public Reading streamOfSixtyEvents() {
    return reading(new AnthropicStreamMeter(), stream);
  }

  private static Reading reading(Meter meter, byte[] bytes) {
    meter.see(bytes, 0, bytes.length);
    return meter.reading();
  }
}
