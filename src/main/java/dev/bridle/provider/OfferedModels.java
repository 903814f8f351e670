package dev.bridle.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.http.Body;
import dev.bridle.http.Headers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which models a provider offers by a connection's key; asked anew after some minutes. */
public final class OfferedModels {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MOST = 2_000;
  private static final int LONGEST_NAME = 200;

  /**
   * What a provider offers.
   *
   * @param models their names by their ids; empty when the provider could not be asked
   * @param problem why it could not be asked; null when it was
   */
  public record Offer(Map<String, String> models, @Nullable String problem) {}

  private final Connections connections;
  private final ProviderKeys keys;
  private final Upstreams upstreams;
  private final Cache<Connection, Offer> remembered =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(REMEMBERED).build();

  public OfferedModels(Connections connections, ProviderKeys keys, Upstreams upstreams) {
    this.connections = connections;
    this.keys = keys;
    this.upstreams = upstreams;
  }

  /** Asks the provider, unless it was asked lately; blocks. */
  public Offer of(Place place) {
    var connection =
        connections
            .find(place.organizationId(), place.provider())
            .join()
            .flatMap(first -> place.fallback() ? first.fallback() : Optional.of(first))
            .orElseThrow(() -> ConnectionDesk.notConnected(place));
    var known = remembered.getIfPresent(connection);
    if (known != null) {
      return known;
    }
    var offer = ask(connection);
    if (offer.problem() == null) {
      remembered.put(connection, offer);
    }
    return offer;
  }

  private Offer ask(Connection connection) {
    var key = keys.choose(connection, "models");
    if (connection.method() != Method.SANDBOX && key.isEmpty()) {
      return problem("There is no key that the provider takes.");
    }
    String query = connection.provider().equals(Anthropic.NAME) ? "limit=1000" : "";
    var request = new ProviderRequest("GET", "/v1/models", query, Headers.NONE, Body.NONE);
    return switch (upstreams.ask(connection, key, request)) {
      case Heard.Answered(var answer) when answer.status() == 200 -> read(answer.body());
      case Heard.Answered(var answer) ->
          problem(
              "The provider answered " + answer.status() + " when it was asked for its models.");
      case Heard.Nothing(var why) -> problem("The provider gave no answer: " + why + ".");
      case Heard.Forbidden(var why) -> problem("The provider can't be asked: " + why + ".");
    };
  }

  private static Offer problem(String sentence) {
    return new Offer(Map.of(), sentence);
  }

  private static Offer read(byte[] body) {
    JsonNode list;
    try {
      list = JsonMapper.shared().readTree(body).path("data");
    } catch (JacksonException e) {
      return problem("The provider answered with something that is no list of models.");
    }
    var models = new LinkedHashMap<String, String>();
    for (JsonNode one : list) {
      String id = one.path("id").asString("");
      if (!id.isBlank() && id.length() <= LONGEST_NAME && models.size() < MOST) {
        String name = one.path("display_name").asString("");
        models.put(id, name.length() > LONGEST_NAME ? "" : name);
      }
    }
    return new Offer(Collections.unmodifiableMap(models), null);
  }
}
