package dev.bridle.web.rule;

import dev.bridle.policy.PolicyDocument;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A policy as people edit it. */
final class PolicyText {
  private PolicyText() {}

  static String of(PolicyDocument document) {
    return JsonMapper.shared()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(Map.of("rules", document.json()));
  }
}
