package dev.bridle.http;

import java.time.Duration;

/**
 * How a stream of events goes on.
 *
 * @param heartbeat how long it is silent before a sign of life
 * @param longest when it ends, so that its reader comes again and is checked again
 * @param stalled how long a reader may take nothing
 * @param most how many such streams there may be
 */
public record EventPace(Duration heartbeat, Duration longest, Duration stalled, int most) {
  public static final EventPace USUAL =
      new EventPace(Duration.ofSeconds(15), Duration.ofMinutes(10), Duration.ofSeconds(30), 1000);
}
