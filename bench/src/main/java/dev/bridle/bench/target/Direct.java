package dev.bridle.bench.target;

import java.util.Map;
import java.util.Optional;

/** The upstream itself: what everything else is compared with. */
public record Direct(int port) implements Target {
  public static final String NAME = "direct";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String version() {
    return "no proxy";
  }

  @Override
  public void start() {
    // The upstream runs already.
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint(port, "/v1/messages", Map.of());
  }

  @Override
  public Optional<ProcessTree> processes() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // The upstream belongs to the run.
  }
}
