package dev.bridle.price;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price of one model at one moment.
 *
 * @param bands for each speed that has a price, its bands from the lowest up
 * @param webSearch pico-dollars for one search
 */
public record Price(String model, Map<String, List<Band>> bands, long webSearch) {
  public static final String STANDARD = "standard";

  public Price {
    bands = Map.copyOf(bands);
  }

  /** The rates for a prompt of this size; empty when the speed has no price. */
  Optional<Rates> rates(@Nullable String speed, @Nullable String geo, long promptTokens) {
    return bandsAt(speed)
        .flatMap(all -> all.reversed().stream().filter(b -> b.holds(promptTokens)).findFirst())
        .map(band -> band.in(Geography.of(geo)));
  }

  /** All rates that a prompt of at most this size can meet; empty when the speed has no price. */
  Optional<List<Rates>> reachable(@Nullable String speed, @Nullable String geo, long promptBound) {
    return bandsAt(speed)
        .map(all ->
            all.stream()
                .filter(band -> band.holds(promptBound))
                .map(band -> band.in(Geography.of(geo)))
                .toList());
  }

  public boolean sells(@Nullable String speed) {
    return bandsAt(speed).isPresent();
  }

  private Optional<List<Band>> bandsAt(@Nullable String speed) {
    return Optional.ofNullable(bands.get(speed == null ? STANDARD : speed));
  }
}
