package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.provider.Connections;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;

/** Where a connection is given up, by whoever types its name. */
public final class DisconnectPage {
  /** What the page shows. */
  public record View(Brand brand, String back, Typed typed) {}

  private final Site site;
  private final Connections connections;

  DisconnectPage(Site site, Connections connections) {
    this.site = site;
    this.connections = connections;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Brand.PAGE + "/disconnect", site.door().administrator(this::show)),
        Route.form(Brand.PAGE + "/disconnect", site.door().administrator(this::disconnect)));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    if (connections.show(brand.of(who)).isEmpty()) {
      throw HttpError.notFound();
    }
    return page(who, brand, Typed.NOTHING);
  }

  private Reply disconnect(Visitor who, Request request) {
    var brand = Brand.in(request);
    var form = Form.of(request);
    if (!form.text("name").equalsIgnoreCase(brand.label())) {
      var wrong = new InvalidField("name", "must be " + brand.label() + "; nothing was changed");
      return page(who, brand, DeskForm.typed(form, wrong)).withStatus(422);
    }
    // Whoever sends the form twice finds it done.
    connections.delete(who.actor(request), brand.of(who));
    return Pages.seeOther(who.address(Place.MODEL_PROVIDERS) + "?disconnected=" + brand.name());
  }

  private Reply page(Visitor who, Brand brand, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Disconnect " + brand.label(), Place.MODEL_PROVIDERS),
            "provider/disconnect.jte",
            new View(brand, brand.address(who), typed));
  }
}
