package dev.bridle.ledger;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the sums of what is settled come from. */
sealed interface SumSource {
  /** Sums by hour, day and month of the organization, or of each pipeline, branch or creator. */
  record OfSubject(String subject) implements SumSource {}

  /** Sums by day and month of two subjects together. */
  record OfPair(SubjectPair pair) implements SumSource {}

  /** Sums of each build, day by day: they know pipeline, branch and creator together. */
  record OfBuilds() implements SumSource {}

  /** No sums: every call is read. */
  record OfCalls() implements SumSource {}

  /** The smallest tables that can tell these dimensions in periods of that grain. */
  static SumSource of(Collection<Dimension> dimensions, @Nullable Grain grain) {
    Set<String> subjects =
        dimensions.stream()
            .map(Dimension::subject)
            .flatMap(java.util.stream.Stream::ofNullable)
            .collect(Collectors.toSet());
    boolean hours = grain == Grain.HOUR;
    if (hours && (subjects.size() > 1 || subjects.contains(SumKey.BRANCH))) {
      return new OfCalls();
    }
    return switch (subjects.size()) {
      case 0 -> new OfSubject(SumKey.ORGANIZATION);
      case 1 -> new OfSubject(subjects.iterator().next());
      case 2 -> new OfPair(SubjectPair.of(subjects));
      default -> new OfBuilds();
    };
  }

  static SumSource of(UsageFilter filter, Collection<Dimension> by, @Nullable Grain grain) {
    var dimensions = EnumSet.noneOf(Dimension.class);
    dimensions.addAll(filter.dimensions());
    dimensions.addAll(by);
    return of(dimensions, grain);
  }
}
