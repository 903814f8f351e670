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
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;

/** Where the key of a connection is replaced by another one. */
public final class RotatePage {
  /** What the page shows. */
  public record View(Brand brand, OwnKeys keys, String back, Typed typed) {}

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
    return page(who, brand, Typed.NOTHING);
  }

  /** Only keys of the organization can be replaced here. */
  private OwnKeys keys(Visitor who, Brand brand) {
    var stored = connections.show(brand.of(who)).filter(one -> one.method() == Method.BYO);
    if (stored.isEmpty()) {
      throw HttpError.notFound();
    }
    return OwnKeys.of(stored);
  }

  private Reply rotate(Visitor who, Request request) {
    var brand = Brand.in(request);
    var _ = keys(who, brand);
    var form = Form.of(request);
    var token = new Secret(form.secret("token").reveal().strip());
    var change = ConnectionChange.ofKey(token, OwnKeys.ticked(form));
    try {
      desk.change(who.actor(request), brand.of(who), change);
      return Pages.seeOther(brand.address(who) + "?done=rotated");
    } catch (HttpError error) {
      return page(who, brand, DeskForm.typed(form, error)).withStatus(422);
    }
  }

  private Reply page(Visitor who, Brand brand, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Rotate the key of " + brand.label(), Place.MODEL_PROVIDERS)
                .with("waiting.js"),
            "provider/rotate.jte",
            new View(brand, keys(who, brand), brand.address(who), typed));
  }
}
