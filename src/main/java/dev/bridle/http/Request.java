package dev.bridle.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request whose body has been read. */
public record Request(
    String method,
    String path,
    Map<String, String> parameters,
    Query query,
    Headers headers,
    String remoteAddress,
    byte[] body) {

  /** A segment of the path; the route table names it. */
  public String parameter(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  public Optional<String> header(String name) {
    return headers.first(name);
  }

  public Optional<String> query(String name) {
    return query.first(name);
  }

  /** The body as a JSON object; an empty body counts as an empty object. */
  public JsonNode json() {
    if (body.length == 0) {
      return JsonMapper.shared().createObjectNode();
    }
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw HttpError.badRequest(JsonProblem.sentence("The body", e));
    }
    if (!node.isObject()) {
      throw HttpError.badRequest("The body must be a JSON object.");
    }
    if (JsonProblem.holdsNul(node)) {
      throw HttpError.unprocessable("The body must not hold the character NUL.");
    }
    return node;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
