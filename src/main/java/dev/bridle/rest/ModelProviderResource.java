package dev.bridle.rest;

import dev.bridle.audit.Actor;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.Method;
import dev.bridle.provider.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Connecting, changing and disconnecting model providers: for administrators. */
public final class ModelProviderResource {
  private static final Set<String> FIELDS =
      Set.of("method", "token", "base_url", "auth", "rewrite", "enabled", "models");

  private final Connections connections;
  private final ConnectionDesk desk;
  private final ConnectionShapes shapes;

  public ModelProviderResource(
      Connections connections, ConnectionDesk desk, ConnectionShapes shapes) {
    this.connections = connections;
    this.desk = desk;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    var list = Route.get(Places.ALL, guard.administrator(Scope.READ_MODEL_PROVIDERS, this::list));
    return Stream.concat(
            Stream.of(list), Stream.of(false, true).flatMap(fallback -> routes(guard, fallback)))
        .toList();
  }

  private Stream<Route> routes(Guard guard, boolean fallback) {
    String path = Places.path(fallback);
    var write = Scope.WRITE_MODEL_PROVIDERS;
    return Stream.of(
        Route.get(
            path, guard.administrator(Scope.READ_MODEL_PROVIDERS, Places.at(fallback, this::show))),
        Route.put(path, guard.administrator(write, Places.at(fallback, this::change))),
        Route.delete(path, guard.administrator(write, Places.at(fallback, this::delete))));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Reply.ok(shapes.of(who, connections.list(who.organizationId())));
  }

  private Reply show(Principal.ApiToken who, Request request, Place place) {
    return connections
        .show(place)
        .map(stored -> Reply.ok(shapes.of(who, stored)))
        .orElseThrow(() -> ConnectionDesk.notConnected(place));
  }

  private Reply change(Principal.ApiToken who, Request request, Place place) {
    var change = change(request.json());
    var saved = desk.change(Actors.of(who, request), place, change);
    var shape = shapes.of(who, saved.connection());
    shape.put("check", saved.check());
    return Reply.ok(shape);
  }

  private Reply delete(Principal.ApiToken who, Request request, Place place) {
    Actor actor = Actors.of(who, request);
    if (!connections.delete(actor, place)) {
      throw ConnectionDesk.notConnected(place);
    }
    return Reply.empty(204);
  }

  private static ConnectionChange change(JsonNode body) {
    for (String name : body.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    return new ConnectionChange(
        text(body, "method").map(ModelProviderResource::method),
        text(body, "token").map(Secret::new),
        body.path("base_url").isNull() ? Optional.of("") : text(body, "base_url"),
        text(body, "auth").map(ModelProviderResource::keyHeader),
        flag(body, "rewrite"),
        flag(body, "enabled"),
        models(body.path("models")),
        Optional.empty());
  }

  private static Optional<Map<String, String>> models(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    boolean names =
        value.isNull() || value.isObject() && value.valueStream().allMatch(JsonNode::isString);
    if (!names) {
      throw HttpError.unprocessable("models must be an object that names one model for another.");
    }
    var models = new LinkedHashMap<String, String>();
    value.properties().forEach(entry -> models.put(entry.getKey(), entry.getValue().stringValue()));
    return Optional.of(models);
  }

  private static Method method(String word) {
    return Method.find(word)
        .orElseThrow(() ->
            HttpError.unprocessable("method must be hosted, byo or sandbox, not '" + word + "'."));
  }

  private static KeyHeader keyHeader(String word) {
    return KeyHeader.find(word)
        .orElseThrow(() -> HttpError.unprocessable("auth must be x-api-key or bearer."));
  }

  private static Optional<String> text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw HttpError.unprocessable(name + " must be a string.");
    }
    return Optional.of(value.stringValue());
  }

  private static Optional<Boolean> flag(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw HttpError.unprocessable(name + " must be true or false.");
    }
    return Optional.of(value.booleanValue());
  }
}
