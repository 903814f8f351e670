package dev.bridle.rest;

import dev.bridle.config.Secret;
import dev.bridle.http.Request;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.NewPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The fields of a request's JSON body; a wrong one is refused by name. */
public record Fields(JsonNode body) {
  public static Fields of(Request request) {
    return new Fields(request.json());
  }

  public String required(String name) {
    return find(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new InvalidField(name, "must be given"));
  }

  public String text(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  /** Absent and null are the same. */
  public Optional<String> find(String name) {
    var value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new InvalidField(name, "must be a string");
    }
    return Optional.of(value.asString());
  }

  /** A password that someone is to have. */
  Optional<Secret> password() {
    return find("password").map(Secret::new).map(NewPassword::new).map(NewPassword::value);
  }

  public List<String> texts(String name) {
    var value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw new InvalidField(name, "must be a list of strings");
      }
      texts.add(element.asString());
    }
    if (!value.isArray()) {
      throw new InvalidField(name, "must be a list of strings");
    }
    return List.copyOf(texts);
  }
}
