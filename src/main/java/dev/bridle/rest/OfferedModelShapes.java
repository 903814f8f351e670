package dev.bridle.rest;

import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.OfferedModels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models of a provider in JSON: those it offers, and those that only the price book knows. */
final class OfferedModelShapes {
  private OfferedModelShapes() {}

  static List<Map<String, @Nullable Object>> of(
      String provider, OfferedModels.Offer offer, PriceBook book, Instant now) {
    var ids = new LinkedHashSet<>(offer.models().keySet());
    var offered = new LinkedHashSet<String>();
    ids.forEach(id -> book.modelOf(id).ifPresent(model -> offered.add(model.id())));
    for (Model model : book.models()) {
      boolean sold = model.provider().equals(provider) && !model.isRetired(now);
      if (sold && !model.isPattern() && !offered.contains(model.id())) {
        ids.add(model.id());
      }
    }
    var shapes = new ArrayList<Map<String, @Nullable Object>>();
    ids.forEach(id -> shapes.add(shape(id, offer, book.modelOf(id), now)));
    return shapes;
  }

  private static Map<String, @Nullable Object> shape(
      String id, OfferedModels.Offer offer, Optional<Model> known, Instant now) {
    String said = offer.models().getOrDefault(id, "");
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", id);
    shape.put("name", said.isBlank() ? known.map(Model::name).orElse(id) : said);
    // Unknown, where the provider could not be asked.
    shape.put("offered", offer.problem() == null ? offer.models().containsKey(id) : null);
    shape.put("context_window", known.map(Model::contextWindow).orElse(null));
    shape.put("max_output", known.map(Model::maxOutput).orElse(null));
    // Without a price a model is refused under allowances of money.
    shape.put("prices", known.map(model -> PriceShapes.lines(model, now)).orElse(null));
    return shape;
  }
}
