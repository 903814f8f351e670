package dev.bridle.provider;

import java.time.Duration;

/**
 * How fast the sandbox speaks.
 *
 * @param first pause before the first byte
 * @param shortest least pause between two parts of the text
 * @param longest greatest pause between two parts of the text
 */
public record Pacing(Duration first, Duration shortest, Duration longest) {
  public static final Pacing NONE = new Pacing(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  public static final Pacing LIFELIKE =
      new Pacing(Duration.ofMillis(120), Duration.ofMillis(15), Duration.ofMillis(25));

  private static final int STEPS = 10;

  /** The pause before one part: uneven, but for the same part always the same. */
  Duration before(int part) {
    int step = part * 7 % (STEPS + 1);
    return shortest.plus(longest.minus(shortest).multipliedBy(step).dividedBy(STEPS));
  }
}
