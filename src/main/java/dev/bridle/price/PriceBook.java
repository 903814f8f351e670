package dev.bridle.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** All models and their dated prices, in one version that a ledger row can name. */
public final class PriceBook {
  private final String version;
  private final List<Model> models;
  private final Factors factors;
  private final Map<String, DatedPrices> byName = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(Glob glob, DatedPrices prices) {}

  PriceBook(String version, List<Model> models, Factors factors) {
    this.version = version;
    this.models = List.copyOf(models);
    this.factors = factors;
    for (Model model : models) {
      enter(model);
    }
    // The closest pattern wins.
    patterns.sort(Comparator.comparingInt((Pattern p) -> p.glob.letters()).reversed());
  }

  /** The book that Bridle comes with: all providers' models, under one version. */
  public static PriceBook builtIn() {
    return anthropic().and(openAi());
  }

  /** The part for Anthropic's models. */
  public static PriceBook anthropic() {
    return resource("/prices/anthropic.json");
  }

  /** The part for OpenAI's models. */
  public static PriceBook openAi() {
    return resource("/prices/openai.json");
  }

  private PriceBook and(PriceBook other) {
    if (!version.equals(other.version) || !factors.equals(other.factors)) {
      throw new IllegalArgumentException("price book: its parts differ in version or factors");
    }
    return new PriceBook(
        version, Stream.concat(models.stream(), other.models.stream()).toList(), factors);
  }

  private static PriceBook resource(String name) {
    try (InputStream file = PriceBook.class.getResourceAsStream(name)) {
      byte[] json = Objects.requireNonNull(file, name + " is missing").readAllBytes();
      return load(new String(json, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a book.
   *
   * @throws IllegalArgumentException naming the entry that is wrong or not exact
   */
  public static PriceBook load(String json) {
    return PriceBookText.read(json);
  }

  /**
   * This book with an organization's own prices over it.
   *
   * @throws IllegalArgumentException naming the entry that is wrong or not exact
   */
  public PriceBook overlaid(String json) {
    return OverlayText.over(this, json);
  }

  Factors factors() {
    return factors;
  }

  public String version() {
    return version;
  }

  /** All models in the book's order, which is newest first; retired ones too. */
  public List<Model> models() {
    return models;
  }

  /** The model with this id or alias, or whose pattern fits; retired or not. */
  public Optional<Model> modelOf(String idOrAlias) {
    DatedPrices exact = byName.get(idOrAlias);
    return exact == null
        ? pattern(idOrAlias).map(found -> found.model().named(idOrAlias))
        : Optional.of(exact.model());
  }

  /** What a model costs at that moment; a retired one keeps its last price for old rows. */
  public Optional<Price> priceOf(String idOrAlias, Instant at) {
    DatedPrices exact = byName.get(idOrAlias);
    return exact == null
        ? pattern(idOrAlias).flatMap(found -> found.at(at)).map(price -> price.of(idOrAlias))
        : exact.at(at);
  }

  private Optional<DatedPrices> pattern(String id) {
    for (Pattern pattern : patterns) {
      if (pattern.glob.matches(id)) {
        return Optional.of(pattern.prices);
      }
    }
    return Optional.empty();
  }

  /** How many tokens a model can hold; empty for an unknown one. */
  public OptionalLong contextWindowOf(String idOrAlias) {
    return modelOf(idOrAlias).stream().mapToLong(Model::contextWindow).findFirst();
  }

  /** How many tokens a model can answer; empty for an unknown one. */
  public OptionalLong maxOutputOf(String idOrAlias) {
    return modelOf(idOrAlias).stream().mapToLong(Model::maxOutput).findFirst();
  }

  /** The model that replaces a retired one; empty for a live or unknown id. */
  public Optional<String> successorOf(String idOrAlias, Instant at) {
    return modelOf(idOrAlias)
        .filter(model -> model.isRetired(at))
        .flatMap(old ->
            models.stream()
                .filter(m -> m.current() && m.family().equals(old.family()))
                .filter(m -> !m.isRetired(at))
                .map(Model::id)
                .findFirst());
  }

  private void enter(Model model) {
    var prices = DatedPrices.of(model, factors.webSearch());
    enter(model.id(), prices);
    model.aliases().forEach(alias -> enter(alias, prices));
    if (model.isPattern()) {
      patterns.add(new Pattern(Glob.of(model.id()), prices));
    }
  }

  private void enter(String name, DatedPrices prices) {
    if (byName.put(name, prices) != null) {
      throw new IllegalArgumentException("price book: " + name + " is there twice");
    }
  }
}
