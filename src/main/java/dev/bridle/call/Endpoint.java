package dev.bridle.call;

import dev.bridle.call.Refusal.UnknownEndpoint;
import dev.bridle.call.Refusal.WrongMethod;

/** What of a provider's API is offered to jobs; everything else is refused on purpose. */
sealed interface Endpoint {
  /** Makes the model answer: metered. */
  record Metered(Operation operation) implements Endpoint {}

  /** Costs nothing and is passed on, but is read like what costs. */
  record Counted(Operation operation) implements Endpoint {}

  /** Costs nothing and is passed on. */
  record Models(String path) implements Endpoint {
    /** The one that is asked for; empty for the list. */
    String id() {
      return path.equals(LIST) ? "" : path.substring(LIST.length() + 1).replaceAll("%2[Ff]", "/");
    }
  }

  /** Where a provider lists its models. */
  String LIST = "/v1/models";

  /** The reachability check of Claude Code. */
  record Hello() implements Endpoint {}

  static Endpoint posted(String method, String rest, Endpoint endpoint) {
    return with("POST", method, rest, endpoint);
  }

  /** The list of models, or one of them. */
  static Endpoint models(String method, String rest) {
    if (rest.equals("models") || rest.equals("v1/models")) {
      return with("GET", method, rest, new Models(LIST));
    }
    String prefix = rest.startsWith("v1/models/") ? "v1/models/" : "models/";
    String id = rest.startsWith(prefix) ? rest.substring(prefix.length()) : "";
    // One plain segment, or two, so that no other address of the provider can be reached by it.
    if (!id.matches(
        "[A-Za-z0-9][A-Za-z0-9._:@-]{0,200}((/|%2[Ff])[A-Za-z0-9][A-Za-z0-9._:@-]{0,200})?")) {
      throw new Refused(new UnknownEndpoint(method, "/" + rest));
    }
    return with("GET", method, rest, new Models(LIST + "/" + id));
  }

  private static Endpoint with(String allowed, String method, String rest, Endpoint endpoint) {
    if (!method.equals(allowed)) {
      throw new Refused(new WrongMethod("/" + rest, allowed));
    }
    return endpoint;
  }
}
