package dev.bridle.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price of one model at one moment.
 *
 * @param bands for each offer that has a price, its bands from the lowest up
 * @param webSearch pico-dollars for one search
 */
public record Price(String model, Map<Offer, List<Band>> bands, long webSearch) {
  private static final List<Tier> REACHABLE_TIERS = List.of(Tier.STANDARD, Tier.PRIORITY);

  public Price {
    bands = Map.copyOf(bands);
  }

  Price of(String other) {
    return new Price(other, bands, webSearch);
  }

  /** The rates for a prompt of this size; empty when the offer has no price. */
  Optional<Rates> rates(Terms terms, long promptTokens) {
    Tier tier = Tier.of(terms.tier());
    List<Band> all = bands.get(Offer.of(tier, terms.speed()));
    if (all == null) {
      return tier == Tier.PRIORITY ? Optional.of(Rates.FREE) : Optional.empty();
    }
    return all.reversed().stream()
        .filter(band -> band.holds(promptTokens))
        .findFirst()
        .map(band -> band.rates(tier, Geography.of(terms.geo())));
  }

  /**
   * All rates that a prompt of at most this size can meet. Whoever asked for another speed may be
   * answered at the standard one, and the tier is the provider's choice; nothing asked as a message
   * becomes a batch.
   */
  List<Rates> reachable(@Nullable String speed, @Nullable String geo, long promptBound) {
    var reachable = new ArrayList<Rates>();
    for (Tier tier : REACHABLE_TIERS) {
      for (Offer offer : List.of(Offer.of(tier, null), Offer.of(tier, speed))) {
        for (Band band : bands.getOrDefault(offer, List.of())) {
          if (band.holds(promptBound)) {
            reachable.add(band.rates(Tier.STANDARD, Geography.of(geo)));
          }
        }
      }
    }
    return reachable;
  }

  public boolean sells(@Nullable String speed) {
    return bands.containsKey(Offer.of(Tier.STANDARD, speed));
  }
}
