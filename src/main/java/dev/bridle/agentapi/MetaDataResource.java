package dev.bridle.agentapi;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.build.MetaData;
import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Names and values that jobs share, under the job's address or its build's. */
public final class MetaDataResource {
  private static final int LONGEST = 100 << 10;

  private final MetaData metaData;

  public MetaDataResource(MetaData metaData) {
    this.metaData = metaData;
  }

  public List<Route> routes(Guard guard) {
    var routes = new ArrayList<Route>();
    routes.addAll(under("/v3/jobs/{job}/data/", handler -> guard.job(handler)));
    routes.addAll(under("/v3/builds/{build}/data/", handler -> guard.jobOfBuild(handler)));
    return List.copyOf(routes);
  }

  private interface Guarding {
    Guarded of(Guard.As<Principal.Job> handler);
  }

  private List<Route> under(String path, Guarding guarding) {
    return List.of(
        Route.post(path + "set", guarding.of(this::set)),
        Route.post(path + "set-batch", guarding.of(this::setBatch)),
        Route.post(path + "get", guarding.of(this::get)),
        Route.post(path + "exists", guarding.of(this::exists)),
        Route.post(path + "keys", guarding.of(this::keys)));
  }

  private Reply set(Principal.Job who, Request request) {
    JsonNode body = request.json();
    metaData.set(who.buildId(), Map.of(key(body), value(body)));
    return Reply.ok(Map.of());
  }

  private Reply setBatch(Principal.Job who, Request request) {
    var items = new LinkedHashMap<String, String>();
    request.json().path("items").forEach(item -> items.put(key(item), value(item)));
    metaData.set(who.buildId(), items);
    return Reply.ok(Map.of());
  }

  private Reply get(Principal.Job who, Request request) {
    String key = key(request.json());
    String value =
        metaData
            .get(who.buildId(), key)
            .orElseThrow(() -> new HttpError(404, "There is no meta-data under this key."));
    return Reply.ok(Pairs.of("key", key, "value", value));
  }

  private Reply exists(Principal.Job who, Request request) {
    boolean exists = metaData.get(who.buildId(), key(request.json())).isPresent();
    return Reply.ok(Map.of("exists", exists));
  }

  private Reply keys(Principal.Job who, Request request) {
    return Reply.ok(metaData.keys(who.buildId()));
  }

  private static String key(JsonNode body) {
    String key = Said.text(body, "key");
    if (key.isBlank()) {
      throw HttpError.unprocessable("The key of meta-data can't be blank.");
    }
    return key;
  }

  private static String value(JsonNode body) {
    String value = Said.text(body, "value");
    if (value.isBlank()) {
      throw HttpError.unprocessable("The value of meta-data can't be blank.");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw HttpError.unprocessable("A value of meta-data can have at most 100 kB.");
    }
    return value;
  }
}
