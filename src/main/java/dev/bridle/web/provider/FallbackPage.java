package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a connection gets a second one for the calls that it can't serve, and loses it again. */
public final class FallbackPage {
  /**
   * What the page shows.
   *
   * @param connected whether there is one already
   * @param hosted whether the operator has a key for it
   * @param keys what is forgotten with another method, or when another key is typed
   */
  public record View(
      Brand brand, boolean connected, boolean hosted, OwnKeys keys, String back, Typed typed) {}

  private static final String PATH = Brand.PAGE + "/fallback";

  private final Site site;
  private final Connections connections;
  private final ConnectionDesk desk;

  FallbackPage(Site site, Connections connections, ConnectionDesk desk) {
    this.site = site;
    this.connections = connections;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::save)),
        Route.form(PATH + "/enabled", site.door().administrator(this::change)),
        Route.form(PATH + "/remove", site.door().administrator(this::remove)));
  }

  private Reply show(Visitor who, Request request) {
    var brand = connected(who, request);
    var stored = connections.show(brand.fallbackOf(who));
    return page(who, brand, stored, stored.map(FallbackForm::values).orElse(Typed.NOTHING));
  }

  /** A fallback alone would be of no use. */
  private Brand connected(Visitor who, Request request) {
    var brand = Brand.in(request);
    if (connections.show(brand.of(who)).isEmpty()) {
      throw HttpError.notFound();
    }
    return brand;
  }

  private Reply save(Visitor who, Request request) {
    var brand = connected(who, request);
    var form = Form.of(request);
    try {
      var change = FallbackForm.change(form, brand.kind().keyHeader());
      String hosted = HostedKey.verdict(desk, brand, change);
      desk.change(who.actor(request), brand.fallbackOf(who), change);
      return Pages.seeOther(brand.address(who) + "?done=fallback" + hosted);
    } catch (InvalidField invalid) {
      return again(who, brand, DeskForm.typed(form, invalid));
    } catch (HttpError error) {
      return again(who, brand, DeskForm.typed(form, error));
    }
  }

  private Reply change(Visitor who, Request request) {
    var brand = connected(who, request);
    boolean enabled = Form.of(request).text("enabled").equals("true");
    var stored = connections.show(brand.fallbackOf(who)).orElseThrow(HttpError::notFound);
    if (stored.enabled() != enabled) {
      desk.change(who.actor(request), brand.fallbackOf(who), ConnectionChange.ofEnabled(enabled));
    }
    return done(who, brand, enabled ? "enabled" : "disabled");
  }

  /** Whoever sends the form twice finds it done. */
  private Reply remove(Visitor who, Request request) {
    var brand = connected(who, request);
    connections.delete(who.actor(request), brand.fallbackOf(who));
    return done(who, brand, "removed");
  }

  private static Reply done(Visitor who, Brand brand, String what) {
    return Pages.seeOther(brand.address(who) + "?done=fallback-" + what);
  }

  private Reply again(Visitor who, Brand brand, Typed typed) {
    return page(who, brand, connections.show(brand.fallbackOf(who)), typed).withStatus(422);
  }

  private Reply page(Visitor who, Brand brand, Optional<StoredConnection> stored, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Fallback of " + brand.label(), Place.MODEL_PROVIDERS).with("waiting.js"),
            "provider/fallback.jte",
            new View(
                brand,
                stored.isPresent(),
                desk.offersHosted(brand.name()),
                OwnKeys.of(stored),
                brand.address(who),
                typed));
  }

  /** The models that stand in for others, as a page about the connection lists them. */
  static List<Map.Entry<String, String>> models(StoredConnection stored) {
    return stored.models().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
