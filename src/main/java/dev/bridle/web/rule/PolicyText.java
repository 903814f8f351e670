package dev.bridle.web.rule;

import dev.bridle.policy.PolicyDocument;
import java.util.Map;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/** A policy as people edit it. */
final class PolicyText {
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);

  private PolicyText() {}

  static String of(PolicyDocument document) {
    return JsonMapper.shared()
        .writer()
        .with(new DefaultPrettyPrinter(SEPARATORS))
        .writeValueAsString(Map.of("rules", document.json()));
  }
}
