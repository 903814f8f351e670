package dev.bridle.web.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.provider.KeyDesk;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a connection gets one more key, among which its builds are spread, and loses one. */
public final class KeysAction {
  /** What the page shows. */
  public record View(Brand brand, String back, Typed typed) {}

  private final Site site;
  private final KeyDesk desk;

  KeysAction(Site site, KeyDesk desk) {
    this.site = site;
    this.desk = desk;
  }

  List<Route> routes() {
    String all = Brand.PAGE + "/keys";
    return List.of(
        Route.get(all + "/new", site.door().administrator(this::show)),
        Route.form(all + "/new", site.door().administrator(this::add)),
        Route.form(all + "/{id}/remove", site.door().administrator(this::remove)));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    var _ = desk.list(brand.of(who)); // Ends here when there is no connection.
    return page(who, brand, Typed.NOTHING);
  }

  private Reply add(Visitor who, Request request) {
    var brand = Brand.in(request);
    var form = Form.of(request);
    var token = new Secret(form.secret("token").reveal().strip());
    try {
      var _ = desk.add(who.actor(request), brand.of(who), token);
      return Pages.seeOther(brand.address(who) + "?done=added");
    } catch (HttpError error) {
      return page(who, brand, DeskForm.typed(form, error)).withStatus(422);
    }
  }

  private Reply remove(Visitor who, Request request) {
    var brand = Brand.in(request);
    String id = request.parameter("id");
    try {
      desk.delete(who.actor(request), brand.of(who), id);
    } catch (HttpError error) {
      if (error.status() != 404) {
        throw error;
      }
      // Whoever sends the form twice finds it done.
    }
    return Pages.seeOther(
        brand.address(who) + "?done=removed&key=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  private Reply page(Visitor who, Brand brand, Typed typed) {
    return site.pages()
        .page(
            who,
            Frame.Head.of("Add a key for " + brand.label(), Place.MODEL_PROVIDERS)
                .with("waiting.js"),
            "provider/key.jte",
            new View(brand, brand.address(who), typed));
  }
}
