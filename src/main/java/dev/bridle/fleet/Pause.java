package dev.bridle.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an agent gets no jobs, as someone has ordered it.
 *
 * @param by name of who ordered it
 * @param note why; empty when nothing was said
 */
public record Pause(Instant since, Instant until, @Nullable String byId, String by, String note) {
  boolean at(Instant now) {
    return now.isBefore(until);
  }
}
