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
import dev.bridle.provider.Breakers;
import dev.bridle.provider.ConnectionChange;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyHeader;
import dev.bridle.provider.Method;
import dev.bridle.provider.StoredConnection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Connecting, changing and disconnecting model providers: for administrators. */
public final class ModelProviderResource {
  private static final String ALL = "/v2/organizations/{organization}/model-providers";
  private static final String ONE = ALL + "/{provider}";
  private static final Set<String> FIELDS =
      Set.of("method", "token", "base_url", "auth", "rewrite", "enabled");

  private final Connections connections;
  private final Breakers breakers;
  private final ConnectionDesk desk;

  public ModelProviderResource(Connections connections, Breakers breakers, ConnectionDesk desk) {
    this.connections = connections;
    this.breakers = breakers;
    this.desk = desk;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(ALL, guard.administrator(Scope.READ_MODEL_PROVIDERS, this::list)),
        Route.get(ONE, guard.administrator(Scope.READ_MODEL_PROVIDERS, this::show)),
        Route.put(ONE, guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::change)),
        Route.delete(ONE, guard.administrator(Scope.WRITE_MODEL_PROVIDERS, this::delete)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    return Reply.ok(connections.list(who.organizationId()).stream().map(this::shape).toList());
  }

  private Reply show(Principal.ApiToken who, Request request) {
    String provider = known(request);
    return connections
        .show(who.organizationId(), provider)
        .map(stored -> Reply.ok(shape(stored)))
        .orElseThrow(() -> notConnected(provider));
  }

  private static HttpError notConnected(String provider) {
    return new HttpError(404, "The provider " + provider + " is not connected.");
  }

  private Reply change(Principal.ApiToken who, Request request) {
    var change = change(request.json());
    return Reply.ok(
        shape(desk.change(Actors.of(who, request), who.organizationId(), known(request), change)));
  }

  private Reply delete(Principal.ApiToken who, Request request) {
    Actor actor = Actors.of(who, request);
    String provider = known(request);
    if (!connections.delete(actor, who.organizationId(), provider)) {
      throw notConnected(provider);
    }
    return Reply.empty(204);
  }

  private static String known(Request request) {
    String provider = request.parameter("provider");
    ConnectionDesk.requireKnown(provider);
    return provider;
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
        flag(body, "enabled"));
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

  private Map<String, @Nullable Object> shape(StoredConnection stored) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("provider", stored.provider());
    shape.put("method", stored.method().word());
    shape.put("base_url", stored.baseUrl());
    shape.put("auth", stored.keyHeader().word());
    shape.put("rewrite", stored.rewrite());
    shape.put("enabled", stored.enabled());
    shape.put("verified", stored.verified());
    shape.put("key_last4", stored.keyLast4());
    shape.put("last_used_at", Times.iso(stored.lastUsedAt()));
    shape.put("key_rejected_at", Times.iso(stored.rejectedAt()));
    shape.put("health", health(breakers.openUntil(stored).orElse(null)));
    return shape;
  }

  private static Map<String, @Nullable Object> health(@Nullable Instant openUntil) {
    var health = new LinkedHashMap<String, @Nullable Object>();
    health.put("state", openUntil == null ? "ok" : "open");
    health.put("until", Times.iso(openUntil));
    return health;
  }
}
