package dev.bridle.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What the reader of a relayed stream gets while nothing comes from upstream, so that it doesn't
 * take the connection for dead.
 *
 * @param bytes an event that means nothing
 * @param silence so long nothing has come before it
 * @param begun whether it may stand in the stream by now
 */
public record Heartbeat(byte[] bytes, Duration silence, BooleanSupplier begun) {
  /** Silence is noticed at most so much later. */
  static final int PARTS = 4;

  /** The usual one, and several before a silent upstream is given up. */
  public static Duration silence(Duration idle) {
    var usual = Duration.ofSeconds(60);
    var fifth = idle.dividedBy(5);
    return fifth.compareTo(usual) < 0 ? fifth : usual;
  }

  long partMillis() {
    return Math.max(1, silence.toMillis() / PARTS);
  }
}
