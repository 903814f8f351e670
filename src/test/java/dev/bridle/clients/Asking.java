package dev.bridle.clients;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to ask, and how.
 *
 * @param address of the provider, as jobs see it
 * @param headers more of them than the client would send
 * @param retries how often it asks again by itself; null is its own rule
 */
record Asking(
    String address,
    String token,
    String model,
    String situation,
    Map<String, String> headers,
    @Nullable Integer retries) {

  static Asking of(Format format, String url, String token, String situation) {
    return new Asking(
        url + "/v3/ai/" + format.provider(),
        token,
        format.model(),
        format.situation(situation),
        Map.of(),
        null);
  }

  Asking once() {
    return new Asking(address, token, model, situation, headers, 0);
  }

  Asking withToken(String other) {
    return new Asking(address, other, model, situation, headers, retries);
  }

  Asking withModel(String other) {
    return new Asking(address, token, other, situation, headers, retries);
  }

  Asking at(String other) {
    return new Asking(other, token, model, situation, headers, retries);
  }

  /** The same in another situation, in the words of the same format. */
  Asking in(String other) {
    String renamed = situation.startsWith("responses") ? "responses-" + other : other;
    return new Asking(address, token, model, renamed, headers, retries);
  }

  Asking with(Map<String, String> more) {
    return new Asking(address, token, model, situation, more, retries);
  }

  /** As the programs in {@code tests/clients} read it. */
  Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("base_url", address);
    json.put("token", token);
    json.put("model", model);
    json.put("situation", situation);
    json.put("headers", headers);
    json.put("retries", retries);
    return json;
  }
}
