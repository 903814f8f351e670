package dev.bridle.provider;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer in the provider's error shape. */
record SandboxError(int status, String type, String message) {
  static SandboxError invalid(String message) {
    return new SandboxError(400, "invalid_request_error", message);
  }

  static SandboxError notFound(String message) {
    return new SandboxError(404, "not_found_error", message);
  }

  ObjectNode json(String requestId) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("type", "error");
    json.putObject("error").put("type", type).put("message", message);
    return json.put("request_id", requestId);
  }
}
