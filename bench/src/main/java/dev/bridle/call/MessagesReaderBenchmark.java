package dev.bridle.call;

import dev.bridle.bench.upstream.Asking;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read a request's body: a small question, and a long talk with tools. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessagesReaderBenchmark {
  private static final int TURNS = 60;
  private static final int TOOLS = 12;

  @Param({"question", "talk"})
  public String body = "";

  private byte[] bytes = new byte[0];

  @Setup
  public void prepare() {
    String text = body.equals("question") ? Asking.body(false) : talk();
    bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  private static String talk() {
    String turn =
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\""
            + "A line of a log.\\n".repeat(60)
            + "\"}]},";
    String tool =
        "{\"name\":\"tool\",\"description\":\""
            + "It does a thing. ".repeat(60)
            + "\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}},";
    return "{\"model\":\""
        + Asking.MODEL
        + "\",\"max_tokens\":32000,\"stream\":true,\"tools\":["
        + list(tool, TOOLS)
        + "],\"messages\":["
        + list(turn, TURNS)
        + "]}";
  }

  private static String list(String element, int count) {
    String all = element.repeat(count);
    return all.substring(0, all.length() - 1);
  }

  @Benchmark
  public Object read() {
    return MessagesReader.read(bytes);
  }
}
