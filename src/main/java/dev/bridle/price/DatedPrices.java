package dev.bridle.price;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model with its prices worked out for every time, so that a call need only look them up.
 *
 * @param prices each in force from its moment until the next one's
 */
record DatedPrices(Model model, NavigableMap<Instant, Price> prices) {
  static DatedPrices of(Model model, long webSearch) {
    var prices = new TreeMap<Instant, Price>();
    for (Instant at : Timetable.turningPoints(model.lines())) {
      prices.put(at, new Price(model.id(), bandsByOffer(model.linesAt(at)), webSearch));
    }
    return new DatedPrices(model, Collections.unmodifiableNavigableMap(prices));
  }

  /** Empty where the model has no standard price yet. */
  Optional<Price> at(Instant moment) {
    return Optional.of(prices.floorEntry(moment).getValue()).filter(price -> price.sells(null));
  }

  private static Map<Offer, List<Band>> bandsByOffer(List<Model.Line> valid) {
    return valid.stream()
        .sorted(Comparator.comparingLong(line -> line.band().overPromptTokens()))
        .collect(
            Collectors.groupingBy(
                Model.Line::offer, Collectors.mapping(Model.Line::band, Collectors.toList())));
  }
}
