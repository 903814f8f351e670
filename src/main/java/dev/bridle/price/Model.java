package dev.bridle.price;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One model of the price book.
 *
 * @param provider who offers it; empty for a model of an organization
 * @param family haiku, sonnet, opus and the like; empty for a model of an organization
 * @param retired the announced moment from which the provider answers 404; null while there is none
 * @param current whether retired models of its family are to be replaced by it
 * @param usSurcharge whether a named region of inference costs more
 * @param lines its prices, each for an offer, a band of prompt sizes and a time
 */
public record Model(
    String id,
    String provider,
    String name,
    String family,
    Set<String> aliases,
    Instant since,
    @Nullable Instant retired,
    long contextWindow,
    long maxOutput,
    boolean current,
    boolean usSurcharge,
    List<Line> lines) {

  public Model {
    aliases = Set.copyOf(aliases);
    lines = List.copyOf(lines);
  }

  public boolean isRetired(Instant at) {
    return retired != null && !at.isBefore(retired);
  }

  /** Whether its id stands for every id that fits it. */
  public boolean isPattern() {
    return Glob.isGlob(id);
  }

  /** The lines that are in force at that moment. */
  public List<Line> linesAt(Instant at) {
    return lines.stream().filter(line -> line.isValid(at)).toList();
  }

  /** The same model under a name that stands for it. */
  Model named(String other) {
    return new Model(
        other,
        provider,
        name,
        family,
        Set.of(),
        since,
        retired,
        contextWindow,
        maxOutput,
        current,
        usSurcharge,
        lines);
  }

  /** One line of prices; an open end is null, and the end itself is not part of the time. */
  public record Line(Offer offer, @Nullable Instant from, @Nullable Instant until, Band band) {
    boolean isValid(Instant at) {
      return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
    }

    boolean isLowest() {
      return band.overPromptTokens() == 0;
    }

    boolean endsBeforeItBegins() {
      return from != null && until != null && !from.isBefore(until);
    }

    boolean overlaps(Line other) {
      return offer.equals(other.offer)
          && band.overPromptTokens() == other.band.overPromptTokens()
          && startsBefore(other.until)
          && other.startsBefore(until);
    }

    private boolean startsBefore(@Nullable Instant end) {
      return from == null || end == null || from.isBefore(end);
    }

    /** What is left of it where another line of the same offer takes over its time. */
    Stream<Line> outside(Line other) {
      if (!offer.equals(other.offer)) {
        return Stream.of(this);
      }
      return Stream.concat(before(other.from), after(other.until))
          .filter(line -> !line.endsBeforeItBegins());
    }

    private Stream<Line> before(@Nullable Instant end) {
      return end == null
          ? Stream.empty()
          : Stream.of(new Line(offer, from, earlier(until, end), band));
    }

    private Stream<Line> after(@Nullable Instant start) {
      return start == null
          ? Stream.empty()
          : Stream.of(new Line(offer, later(from, start), until, band));
    }

    private static Instant earlier(@Nullable Instant end, Instant other) {
      return end == null || other.isBefore(end) ? other : end;
    }

    private static Instant later(@Nullable Instant start, Instant other) {
      return start == null || other.isAfter(start) ? other : start;
    }
  }
}
