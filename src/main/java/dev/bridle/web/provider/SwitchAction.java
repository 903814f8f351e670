package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.web.Form;
import dev.bridle.web.Pages;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;

/** Disables a connection, and enables it again. */
final class SwitchAction {
  private final Site site;
  private final Connections connections;
  private final ConnectionDesk desk;

  SwitchAction(Site site, Connections connections, ConnectionDesk desk) {
    this.site = site;
    this.connections = connections;
    this.desk = desk;
  }

  Route route() {
    return Route.form(Brand.PAGE + "/enabled", site.door().administrator(this::change));
  }

  private Reply change(Visitor who, Request request) {
    var brand = Brand.in(request);
    boolean enabled = Form.of(request).text("enabled").equals("true");
    var stored = connections.show(brand.of(who)).orElseThrow(HttpError::notFound);
    if (stored.enabled() != enabled) {
      desk.change(who.actor(request), brand.of(who), ConnectionChange.ofEnabled(enabled));
    }
    return Pages.seeOther(brand.address(who) + "?done=" + (enabled ? "enabled" : "disabled"));
  }
}
