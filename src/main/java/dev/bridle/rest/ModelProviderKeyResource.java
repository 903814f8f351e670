package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.provider.KeyDesk;
import dev.bridle.provider.Place;
import dev.bridle.provider.StoredKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The keys of a connection, among which its calls are spread: for administrators. */
public final class ModelProviderKeyResource {
  private final KeyDesk desk;

  public ModelProviderKeyResource(KeyDesk desk) {
    this.desk = desk;
  }

  public List<Route> routes(Guard guard) {
    return Stream.of(false, true).flatMap(fallback -> routes(guard, fallback)).toList();
  }

  private Stream<Route> routes(Guard guard, boolean fallback) {
    String all = Places.path(fallback) + "/keys";
    var write = Scope.WRITE_MODEL_PROVIDERS;
    return Stream.of(
        Route.get(
            all, guard.administrator(Scope.READ_MODEL_PROVIDERS, Places.at(fallback, this::list))),
        Route.post(all, guard.administrator(write, Places.at(fallback, this::add))),
        Route.delete(all + "/{id}", guard.administrator(write, Places.at(fallback, this::delete))));
  }

  private Reply list(Principal.ApiToken who, Request request, Place place) {
    return Reply.ok(desk.list(place).stream().map(this::shape).toList());
  }

  private Reply add(Principal.ApiToken who, Request request, Place place) {
    return Reply.json(201, shape(desk.add(Actors.of(who, request), place, token(request.json()))));
  }

  private static Secret token(JsonNode body) {
    if (!Set.of("token").containsAll(body.propertyNames()) || !body.path("token").isString()) {
      throw HttpError.unprocessable("A key is one field: token, a string.");
    }
    return new Secret(body.path("token").stringValue());
  }

  private Reply delete(Principal.ApiToken who, Request request, Place place) {
    desk.delete(Actors.of(who, request), place, request.parameter("id"));
    return Reply.empty(204);
  }

  private Map<String, @Nullable Object> shape(StoredKey key) {
    var state = desk.state(key);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", key.id());
    shape.put("last4", key.last4());
    shape.put("state", state.kind().word());
    shape.put("resting_until", Times.iso(state.until()));
    shape.put("verified", key.verified());
    shape.put("created_at", Times.iso(key.createdAt()));
    shape.put("last_used_at", Times.iso(key.lastUsedAt()));
    shape.put("rejected_at", Times.iso(key.rejectedAt()));
    return shape;
  }
}
