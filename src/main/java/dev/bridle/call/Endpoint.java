package dev.bridle.call;

import dev.bridle.call.Refusal.UnknownEndpoint;
import dev.bridle.call.Refusal.WrongMethod;

/** What of a provider's API is offered to jobs; everything else is refused on purpose. */
sealed interface Endpoint {
  /** Makes the model answer: metered. */
  record Messages() implements Endpoint {}

  /** Costs nothing and is passed on. */
  record CountTokens() implements Endpoint {}

  record Models(String path) implements Endpoint {}

  /** The reachability check of Claude Code. */
  record Hello() implements Endpoint {}

  static Endpoint of(String method, String rest) {
    return switch (rest) {
      case "", "messages", "v1/messages" -> posted(method, rest, new Messages());
      case "messages/count_tokens", "v1/messages/count_tokens" ->
          posted(method, rest, new CountTokens());
      case "models", "v1/models" -> got(method, rest, new Models("/v1/models"));
      case "api/hello" -> new Hello();
      default -> model(method, rest);
    };
  }

  private static Endpoint posted(String method, String rest, Endpoint endpoint) {
    if (!method.equals("POST")) {
      throw new Refused(new WrongMethod("/" + rest, "POST"));
    }
    return endpoint;
  }

  private static Endpoint got(String method, String rest, Endpoint endpoint) {
    if (!method.equals("GET")) {
      throw new Refused(new WrongMethod("/" + rest, "GET"));
    }
    return endpoint;
  }

  private static Endpoint model(String method, String rest) {
    String prefix = rest.startsWith("v1/models/") ? "v1/models/" : "models/";
    String id = rest.startsWith(prefix) ? rest.substring(prefix.length()) : "";
    // An id is one plain segment, so that no other address of the provider can be reached by it.
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._:@-]{0,200}")) {
      throw new Refused(new UnknownEndpoint(method, "/" + rest));
    }
    return got(method, rest, new Models("/v1/models/" + id));
  }
}
