package dev.bridle.web.provider;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import dev.bridle.web.rule.Known;
import java.util.List;

/** The models of a provider, as it says itself; asked for after the page, as that takes a while. */
public final class ModelsPart {
  /**
   * What is shown.
   *
   * @param problem why the provider could not be asked; empty when it was
   * @param source address of the provider's own word; empty when this is it
   */
  public record View(List<ModelLine> lines, String problem, String source) {
    /** What a field that asks for a model proposes. */
    public List<Known> known() {
      return lines.stream()
          .filter(ModelLine::first)
          .limit(Known.MOST)
          .map(line -> new Known(line.id(), line.name()))
          .toList();
    }
  }

  /** The same as a page, for whoever has no scripts. */
  public record Whole(Brand brand, View models, String back) {}

  private final Site site;
  private final ProviderPages.Parts parts;

  ModelsPart(Site site, ProviderPages.Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  Route route() {
    return Route.get(Brand.PAGE + "/models", site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    var offer = parts.offers().of(brand.of(who));
    var book = parts.books().of(who.organizationId()).join();
    var now = parts.clock().instant();
    String problem = offer.problem();
    var lines =
        problem == null
            ? ModelLine.of(book, brand.name(), now, offer.models())
            : ModelLine.of(book, brand.name(), now);
    var view = new View(lines, problem == null ? "" : problem, "");
    return request.header("HX-Request").isPresent()
        ? site.pages().part("provider/models.jte", view)
        : site.pages()
            .page(
                who,
                Frame.Head.of("Models of " + brand.label(), Place.MODEL_PROVIDERS),
                "provider/models-page.jte",
                new Whole(brand, view, brand.address(who)));
  }
}
