package dev.bridle.price;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model of the price book.
 *
 * @param family haiku, sonnet, opus, fable or mythos
 * @param retired the announced moment from which the provider answers 404; null while there is none
 * @param current whether retired models of its family are to be replaced by it
 * @param lines its prices, each for a speed, a band of prompt sizes and a time
 */
public record Model(
    String id,
    String name,
    String family,
    Set<String> aliases,
    Instant since,
    @Nullable Instant retired,
    long contextWindow,
    long maxOutput,
    boolean current,
    List<Line> lines) {

  public Model {
    aliases = Set.copyOf(aliases);
    lines = List.copyOf(lines);
  }

  public boolean isRetired(Instant at) {
    return retired != null && !at.isBefore(retired);
  }

  /** One line of prices; an open end is null, and the end itself is not part of the time. */
  public record Line(String speed, @Nullable Instant from, @Nullable Instant until, Band band) {
    boolean isValid(Instant at) {
      return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }

    boolean sameColumn(Line other) {
      return speed.equals(other.speed) && band.overPromptTokens() == other.band.overPromptTokens();
    }

    boolean overlaps(Line other) {
      return sameColumn(other) && startsBefore(other.until) && other.startsBefore(until);
    }

    private boolean startsBefore(@Nullable Instant end) {
      return from == null || end == null || from.isBefore(end);
    }
  }
}
