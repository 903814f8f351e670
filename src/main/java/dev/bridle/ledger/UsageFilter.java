package dev.bridle.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which calls are asked about: those that have all of these values. */
public record UsageFilter(Map<Dimension, String> values) {
  /** All calls. */
  public static final UsageFilter NONE = new UsageFilter(Map.of());

  public UsageFilter {
    values = Map.copyOf(values);
  }

  public UsageFilter with(Dimension dimension, String value) {
    var more = new EnumMap<Dimension, String>(Dimension.class);
    more.putAll(values);
    more.put(dimension, dimension == Dimension.BRANCH ? CountedCall.branch(value) : value);
    return new UsageFilter(more);
  }

  public Optional<String> value(Dimension dimension) {
    return Optional.ofNullable(values.get(dimension));
  }

  public Set<Dimension> dimensions() {
    return values.keySet();
  }
}
