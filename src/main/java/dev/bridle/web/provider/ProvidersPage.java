package dev.bridle.web.provider;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.Totals;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers of an organization: those that are connected, and all that can be. */
public final class ProvidersPage {
  /** What the page shows. */
  public record View(List<Line> connected, List<Choice> all, Optional<String> gone) {}

  /** A provider that is connected. */
  public record Line(
      Brand brand,
      StoredConnection connection,
      Health health,
      boolean fallback,
      Totals ofThisMonth,
      String address) {}

  /** A provider that can be selected. */
  public record Choice(Brand brand, boolean connected, String address) {}

  private final Site site;
  private final ProviderPages.Parts parts;

  ProvidersPage(Site site, ProviderPages.Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  Route route() {
    return Route.get(Place.MODEL_PROVIDERS.path(), site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    var all = parts.connections().list(who.organizationId());
    var used = parts.usage().ofMonth(who.organizationId(), parts.clock().instant());
    var connected =
        all.stream()
            .filter(stored -> !stored.place().fallback())
            .map(stored -> line(who, stored, all, used))
            .toList();
    var choices = Brand.ALL.stream().map(brand -> choice(who, brand, connected)).toList();
    var view = new View(connected, choices, gone(request, connected));
    return site.pages()
        .page(
            who,
            Frame.Head.of("Model Providers", Place.MODEL_PROVIDERS),
            "provider/providers.jte",
            view);
  }

  private Line line(
      Visitor who, StoredConnection stored, List<StoredConnection> all, Map<String, Totals> used) {
    var brand = Brand.of(stored.provider());
    boolean fallback =
        all.stream()
            .anyMatch(
                other -> other.place().fallback() && other.provider().equals(stored.provider()));
    return new Line(
        brand,
        stored,
        Health.of(
            stored,
            parts.breakers().openUntil(stored),
            parts.desk().offersHosted(stored.provider())),
        fallback,
        used.getOrDefault(stored.id(), Totals.NONE),
        brand.address(who));
  }

  /** What is not connected yet leads to the choice of a method. */
  private static Choice choice(Visitor who, Brand brand, List<Line> connected) {
    boolean is = connected.stream().anyMatch(line -> line.brand.equals(brand));
    return new Choice(brand, is, brand.address(who) + (is ? "" : "/connect"));
  }

  /** The provider that was disconnected just now; told only while it is true. */
  private static Optional<String> gone(Request request, List<Line> connected) {
    return request
        .query("disconnected")
        .flatMap(name -> Brand.ALL.stream().filter(brand -> brand.name().equals(name)).findFirst())
        .filter(brand -> connected.stream().noneMatch(line -> line.brand.equals(brand)))
        .map(Brand::label);
  }
}
