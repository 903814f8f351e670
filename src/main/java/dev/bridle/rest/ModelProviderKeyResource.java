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
import dev.bridle.provider.StoredKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The keys of a connection, among which its calls are spread: for administrators. */
public final class ModelProviderKeyResource {
  private static final String ALL =
      "/v2/organizations/{organization}/model-providers/{provider}/keys";
  private static final String ONE = ALL + "/{id}";

  private final KeyDesk desk;

  public ModelProviderKeyResource(KeyDesk desk) {
    this.desk = desk;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(ALL, guard.administrator(Scope.READ_MODEL_PROVIDERS, this::list)),
        Route.post(ALL, guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::add)),
        Route.delete(ONE, guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::delete)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Reply.ok(
        desk.list(who.organizationId(), request.parameter("provider")).stream()
            .map(this::shape)
            .toList());
  }

  private Reply add(Principal.ApiToken who, Request request) {
    return Reply.json(
        201,
        shape(
            desk.add(
                Actors.of(who, request),
                who.organizationId(),
                request.parameter("provider"),
                token(request.json()))));
  }

  private static Secret token(JsonNode body) {
    if (!Set.of("token").containsAll(body.propertyNames()) || !body.path("token").isString()) {
      throw HttpError.unprocessable("A key is one field: token, a string.");
    }
    return new Secret(body.path("token").stringValue());
  }

  private Reply delete(Principal.ApiToken who, Request request) {
    desk.delete(
        Actors.of(who, request),
        who.organizationId(),
        request.parameter("provider"),
        request.parameter("id"));
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
