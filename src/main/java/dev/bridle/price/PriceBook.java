package dev.bridle.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** All models and their dated prices, in one version that a ledger row can name. */
public final class PriceBook {
  private final String version;
  private final List<Model> models;
  private final Map<String, Model> byName = new HashMap<>();
  private final long webSearch;

  PriceBook(String version, List<Model> models, long webSearch) {
    this.version = version;
    this.models = List.copyOf(models);
    this.webSearch = webSearch;
    for (Model model : models) {
      enter(model.id(), model);
      model.aliases().forEach(alias -> enter(alias, model));
    }
  }

  /** The book that Bridle comes with for Anthropic's models. */
  public static PriceBook anthropic() {
    try (InputStream file = PriceBook.class.getResourceAsStream("/prices/anthropic.json")) {
      byte[] json = Objects.requireNonNull(file, "prices/anthropic.json is missing").readAllBytes();
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

  public String version() {
    return version;
  }

  /** All models in the book's order, which is newest first; retired ones too. */
  public List<Model> models() {
    return models;
  }

  /** The model with this id or alias, retired or not. */
  public Optional<Model> modelOf(String idOrAlias) {
    return Optional.ofNullable(byName.get(idOrAlias));
  }

  /** What a model costs at that moment; a retired one keeps its last price for old rows. */
  public Optional<Price> priceOf(String idOrAlias, Instant at) {
    return modelOf(idOrAlias)
        .map(model -> new Price(model.id(), bandsBySpeed(model, at), webSearch));
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

  private static Map<String, List<Band>> bandsBySpeed(Model model, Instant at) {
    return model.lines().stream()
        .filter(line -> line.isValid(at))
        .sorted(Comparator.comparingLong(line -> line.band().overPromptTokens()))
        .collect(
            Collectors.groupingBy(
                Model.Line::speed, Collectors.mapping(Model.Line::band, Collectors.toList())));
  }

  private void enter(String name, Model model) {
    if (byName.put(name, model) != null) {
      throw new IllegalArgumentException("price book: " + name + " is there twice");
    }
  }
}
