package dev.bridle.http;

import java.util.Arrays;
import java.util.List;

/**
 * One line of the route table. In a path, {@code {name}} stands for one segment and {@code
 * {name...}}, last, for all that follow.
 */
public record Route(String method, String path, String caller, Endpoint endpoint) {
  /** Bodies of ordinary requests: larger ones get a 413. */
  public static final int ORDINARY_BODY = 8 << 20;

  /** Forms that people fill in; the largest field is a pipeline's YAML. */
  private static final int FORM_BODY = 1 << 20;

  /** How a route answers. */
  public sealed interface Endpoint {
    /** Reads the body, then answers on a virtual thread. */
    record Blocking(int bodyLimit, Handler handler) implements Endpoint {}

    /** Takes the request on the event loop, before its body. */
    record Streaming(StreamHandler handler) implements Endpoint {}
  }

  public static Route get(String path, Guarded guarded) {
    return blocking("GET", path, guarded);
  }

  public static Route post(String path, Guarded guarded) {
    return blocking("POST", path, guarded);
  }

  public static Route put(String path, Guarded guarded) {
    return blocking("PUT", path, guarded);
  }

  public static Route patch(String path, Guarded guarded) {
    return blocking("PATCH", path, guarded);
  }

  public static Route delete(String path, Guarded guarded) {
    return blocking("DELETE", path, guarded);
  }

  /** A route that takes what a page's form sends. */
  public static Route form(String path, Guarded guarded) {
    return new Route(
        "POST", path, guarded.caller(), new Endpoint.Blocking(FORM_BODY, guarded.handler()));
  }

  /** A route for any method which decides by itself who may use it. */
  public static Route stream(String method, String path, String caller, StreamHandler handler) {
    return new Route(method, path, caller, new Endpoint.Streaming(handler));
  }

  private static Route blocking(String method, String path, Guarded guarded) {
    return new Route(
        method, path, guarded.caller(), new Endpoint.Blocking(ORDINARY_BODY, guarded.handler()));
  }

  /** Whoever may get something may also ask for its head. */
  boolean takes(String asked) {
    return method.equals("*")
        || method.equals(asked)
        || (asked.equals("HEAD") && method.equals("GET"));
  }

  List<String> segments() {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  /** The table as text, for the page of routes and its test. */
  public static String table(List<Route> routes) {
    var table = new StringBuilder();
    for (Route route : routes) {
      table.append("%-10s %-6s %s%n".formatted(route.caller, route.method, route.path));
    }
    return table.toString();
  }
}
