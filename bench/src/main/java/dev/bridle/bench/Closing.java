package dev.bridle.bench;

import dev.bridle.bench.target.Target;
import java.util.List;

/** Targets that are ended together. */
record Closing(List<Target> targets) implements AutoCloseable {
  @Override
  public void close() {
    targets.forEach(Target::close);
  }
}
