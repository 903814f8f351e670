package dev.bridle.fleet;

import java.time.Duration;

/**
 * How often agents speak to the server, and how long it waits for them.
 *
 * @param lostAfter how long an agent may be silent
 * @param offer how long an offered job waits to be accepted
 * @param acceptance how long an accepted job waits to be started
 * @param sweep how often the server looks whether one of these is over
 */
public record Rhythm(
    Duration ping,
    Duration jobStatus,
    Duration heartbeat,
    Duration lostAfter,
    Duration offer,
    Duration acceptance,
    Duration sweep) {
  private static final int BEATS_WHILE_ALIVE = 6;
  private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(30);
  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(5);

  /** The usual rhythm for a given patience with silent agents. */
  public static Rhythm usual(Duration lostAfter) {
    return new Rhythm(
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        between(lostAfter.dividedBy(BEATS_WHILE_ALIVE), LONGEST_HEARTBEAT),
        lostAfter,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        between(lostAfter.dividedBy(BEATS_WHILE_ALIVE), LONGEST_SWEEP));
  }

  /** At least a second: agents break at an interval of none. */
  private static Duration between(Duration wanted, Duration longest) {
    Duration shortest = Duration.ofSeconds(1);
    if (wanted.compareTo(shortest) < 0) {
      return shortest;
    }
    return wanted.compareTo(longest) > 0 ? longest : wanted;
  }
}
