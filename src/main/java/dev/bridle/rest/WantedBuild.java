package dev.bridle.rest;

import dev.bridle.auth.Principal;
import dev.bridle.build.Author;
import dev.bridle.build.NewBuild;
import dev.bridle.build.PullRequest;
import dev.bridle.organization.InvalidField;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what build someone wants. */
final class WantedBuild {
  private WantedBuild() {}

  static NewBuild of(Principal.ApiToken who, JsonNode body) {
    var fields = new Fields(body);
    return new NewBuild(
        fields.find("commit").orElse(null),
        fields.find("branch").orElse(null),
        fields.find("message").orElse(null),
        texts(body, "env"),
        texts(body, "meta_data"),
        author(body.path("author")),
        pullRequest(body),
        "api",
        who.personId(),
        null);
  }

  /** Numbers and truth values count as the texts they are written as. */
  private static Map<String, String> texts(JsonNode body, String field) {
    var texts = new LinkedHashMap<String, String>();
    JsonNode node = body.path(field);
    if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
      throw new InvalidField(field, "must be an object");
    }
    for (var entry : node.properties()) {
      if (entry.getValue().isContainer()) {
        throw new InvalidField(field + "." + entry.getKey(), "must be a string");
      }
      texts.put(entry.getKey(), entry.getValue().asString(""));
    }
    return texts;
  }

  private static @Nullable Author author(JsonNode author) {
    return author.isObject()
        ? new Author(text(author, "username"), text(author, "name"), text(author, "email"))
        : null;
  }

  private static @Nullable PullRequest pullRequest(JsonNode body) {
    String id = text(body, "pull_request_id");
    return id == null
        ? null
        : new PullRequest(
            id, text(body, "pull_request_base_branch"), text(body, "pull_request_repository"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.isEmpty() ? null : text;
  }
}
