package dev.bridle.provider;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The provider's validation, as far as clients depend on it; unknown fields are never refused. */
final class RequestCheck {
  private static final Set<String> ROLES = Set.of("user", "assistant", "system");

  private RequestCheck() {}

  static Optional<SandboxError> objection(JsonNode ask) {
    if (!ask.isObject()) {
      return invalid("The request body is not valid JSON: it must be an object");
    }
    JsonNode model = ask.path("model");
    if (!model.isString()) {
      return invalid(model.isMissingNode() ? "model: Field required" : "model: must be a string");
    }
    if (model.stringValue().isBlank()) {
      return invalid("model: String should have at least 1 character");
    }
    return messages(ask.path("messages")).or(() -> toolChoice(ask));
  }

  static Optional<SandboxError> objectionToTheLimit(JsonNode ask) {
    JsonNode limit = ask.path("max_tokens");
    if (limit.isMissingNode()) {
      return invalid("max_tokens: Field required");
    }
    return limit.isIntegralNumber() && limit.canConvertToInt() && limit.intValue() >= 0
        ? Optional.empty()
        : invalid("max_tokens: Input should be a valid integer of 0 or more");
  }

  private static Optional<SandboxError> messages(JsonNode messages) {
    if (messages.isMissingNode()) {
      return invalid("messages: Field required");
    }
    if (!messages.isArray()) {
      return invalid("messages: Input should be a valid list");
    }
    if (messages.isEmpty()) {
      return invalid("messages: at least one message is required");
    }
    for (int i = 0; i < messages.size(); i++) {
      Optional<SandboxError> objection = message("messages." + i, messages.path(i));
      if (objection.isPresent()) {
        return objection;
      }
    }
    return messages.path(0).path("role").stringValue().equals("system")
        ? invalid(
            "messages.0: a system message can't be first: use the top-level `system` parameter")
        : Optional.empty();
  }

  private static Optional<SandboxError> message(String where, JsonNode message) {
    if (!message.isObject()) {
      return invalid(where + ": Input should be an object");
    }
    JsonNode role = message.path("role");
    if (!role.isString() || !ROLES.contains(role.stringValue())) {
      return invalid(where + ".role: Input should be 'user', 'assistant' or 'system'");
    }
    JsonNode content = message.path("content");
    return content.isString() || content.isArray()
        ? Optional.empty()
        : invalid(where + ".content: Input should be a valid string or list");
  }

  private static Optional<SandboxError> toolChoice(JsonNode ask) {
    JsonNode choice = ask.path("tool_choice");
    boolean forced = SandboxReply.forcesATool(choice);
    if (forced && ask.path("tools").isEmpty()) {
      return invalid("tool_choice: may only be specified while providing tools");
    }
    return forced && SandboxReply.chosenTool(ask).isEmpty()
        ? invalid("tool_choice.name: there is no such tool in tools")
        : Optional.empty();
  }

  private static Optional<SandboxError> invalid(String message) {
    return Optional.of(SandboxError.invalid(message));
  }
}
