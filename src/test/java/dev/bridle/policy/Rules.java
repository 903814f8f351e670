package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Policies, jobs and calls as tests write them. */
final class Rules {
  private Rules() {}

  /** A policy of rules in JSON with single quotes. */
  static CompiledPolicy policy(String... rules) {
    return document("{'rules':[" + String.join(",", rules) + "]}").compiled(7);
  }

  static PolicyDocument document(String text) {
    return PolicyDocument.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static JobIdentity job(String claims) {
    return DescribedJob.read(
        "o-1", "acme", JsonMapper.shared().readTree(claims.replace('\'', '"')));
  }

  static Ask ask(String model) {
    return new Ask("anthropic", model, 1000, false, Map.of(), List.of(), List.of());
  }

  static Ask call(String json) {
    return AskJson.read(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }

  static Decision.Denied denied(Decision decision) {
    return (Decision.Denied) decision;
  }
}
