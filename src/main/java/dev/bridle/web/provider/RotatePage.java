package dev.bridle.web.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Optional;

/** Where the key of a connection is replaced by another one. */
public final class RotatePage {
  /** What the page shows. */
  public record View(Brand brand, StoredConnection connection, String back, Typed typed) {}

  private final Site site;
  private final Connections connections;
  private final ConnectionDesk desk;

  RotatePage(Site site, Connections connections, ConnectionDesk desk) {
    this.site = site;
    this.connections = connections;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Brand.PAGE + "/key", site.door().administrator(this::show)),
        Route.form(Brand.PAGE + "/key", site.door().administrator(this::rotate)));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    return page(who, brand, stored(who, brand), Typed.NOTHING);
  }

  /** Only keys of the organization can be replaced here. */
  private StoredConnection stored(Visitor who, Brand brand) {
    return connections
        .show(brand.of(who))
        .filter(one -> one.method() == Method.BYO)
        .orElseThrow(HttpError::notFound);
  }

  private Reply rotate(Visitor who, Request request) {
    var brand = Brand.in(request);
    var stored = stored(who, brand);
    var form = Form.of(request);
    var token = new Secret(form.secret("token").reveal().strip());
    try {
      desk.change(who.actor(request), brand.of(who), change(token));
      return Pages.seeOther(brand.address(who) + "?done=rotated");
    } catch (HttpError error) {
      return page(who, brand, stored, DeskForm.typed(form, error)).withStatus(422);
    }
  }

  private static ConnectionChange change(Secret token) {
    return new ConnectionChange(
        Optional.empty(),
        Optional.of(token),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Reply page(Visitor who, Brand brand, StoredConnection stored, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Rotate the key of " + brand.label(), Place.MODEL_PROVIDERS)
                .with("waiting.js"),
            "provider/rotate.jte",
            new View(brand, stored, brand.address(who), typed));
  }
}
