package dev.bridle.web.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a provider is connected, and where a connection gets another authentication method. */
public final class ConnectPage {
  /**
   * What the page shows.
   *
   * @param hosted whether the operator has a key for it
   * @param keys what is forgotten with another method, or when another key is typed
   */
  public record View(
      Brand brand, boolean connected, boolean hosted, OwnKeys keys, String back, Typed typed) {}

  private final Site site;
  private final Connections connections;
  private final ConnectionDesk desk;

  ConnectPage(Site site, Connections connections, ConnectionDesk desk) {
    this.site = site;
    this.connections = connections;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Brand.PAGE + "/connect", site.door().administrator(this::show)),
        Route.form(Brand.PAGE + "/connect", site.door().administrator(this::connect)));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    var stored = connections.show(brand.of(who));
    return page(who, brand, stored, Typed.of(stored.map(ConnectPage::values).orElse(Map.of())));
  }

  static Map<String, String> values(StoredConnection stored) {
    var values = new HashMap<String, String>();
    values.put("method", stored.method().word());
    String baseUrl = stored.baseUrl();
    if (baseUrl != null) {
      values.put("base_url", baseUrl);
    }
    values.put("auth", stored.keyHeader().word());
    return values;
  }

  private Reply connect(Visitor who, Request request) {
    var brand = Brand.in(request);
    var form = Form.of(request);
    try {
      var change = change(form, brand.kind().keyHeader());
      String hosted = HostedKey.verdict(desk, brand, change);
      desk.change(who.actor(request), brand.of(who), change);
      return Pages.seeOther(brand.address(who) + "?done=connected" + hosted);
    } catch (InvalidField invalid) {
      return again(who, brand, DeskForm.typed(form, invalid));
    } catch (HttpError error) {
      return again(who, brand, DeskForm.typed(form, error));
    }
  }

  /**
   * What is asked for.
   *
   * @param usual which header carries the key when the form names none
   */
  static ConnectionChange change(Form form, KeyHeader usual) {
    var method =
        Method.find(form.text("method"))
            .orElseThrow(() -> new InvalidField("method", "must be one of these"));
    boolean byo = method == Method.BYO;
    var token = new Secret(form.secret("token").reveal().strip());
    if (!byo && !token.reveal().isEmpty()) {
      throw new InvalidField(
          "method", "you typed a key: choose Bring Your Own Token (BYO), or clear it");
    }
    return new ConnectionChange(
        Optional.of(method),
        byo && !token.reveal().isEmpty() ? Optional.of(token) : Optional.empty(),
        byo ? Optional.of(form.text("base_url")) : Optional.empty(),
        byo ? Optional.of(keyHeader(form.text("auth"), usual)) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(OwnKeys.ticked(form)));
  }

  private static KeyHeader keyHeader(String word, KeyHeader usual) {
    return word.isEmpty()
        ? usual
        : KeyHeader.find(word).orElseThrow(() -> new InvalidField("auth", "must be one of these"));
  }

  private Reply again(Visitor who, Brand brand, Typed typed) {
    return page(who, brand, connections.show(brand.of(who)), typed).withStatus(422);
  }

  private Reply page(Visitor who, Brand brand, Optional<StoredConnection> stored, Typed typed) {
    var keys = OwnKeys.of(stored);
    String back = stored.isPresent() ? brand.address(who) : who.address(Place.MODEL_PROVIDERS);
    var view =
        new View(brand, stored.isPresent(), desk.offersHosted(brand.name()), keys, back, typed);
    String title = (stored.isPresent() ? "Authentication of " : "Connect ") + brand.label();
    return site.pages()
        .page(
            who,
            Frame.Head.of(title, Place.MODEL_PROVIDERS).with("waiting.js"),
            "provider/connect.jte",
            view);
  }
}
