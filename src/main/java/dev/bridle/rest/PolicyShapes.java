package dev.bridle.rest;

import dev.bridle.policy.Decision;
import dev.bridle.policy.KillSwitch;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.policy.Trace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How policy, its decisions and kill switches look in JSON. */
final class PolicyShapes {
  private PolicyShapes() {}

  static Map<String, @Nullable Object> policy(StoredPolicy stored) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("version", stored.version());
    shape.put("created_at", Times.iso(stored.createdAt()));
    shape.put("created_by", stored.createdBy());
    shape.put("rules", stored.document().json());
    return shape;
  }

  static Map<String, @Nullable Object> trace(Trace trace) {
    var shape = decision(trace.decision());
    shape.put("rules", trace.rules().stream().map(PolicyShapes::step).toList());
    return shape;
  }

  private static Map<String, @Nullable Object> step(Trace.Step step) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("rule", step.rule());
    shape.put("effect", step.effect().word());
    shape.put("report_only", step.reportOnly());
    shape.put("matched", step.matched());
    shape.put("why", step.why());
    return shape;
  }

  private static Map<String, @Nullable Object> decision(Decision decision) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("decision", decision instanceof Decision.Allowed ? "allowed" : "denied");
    shape.put("rule", decision.rule());
    shape.put("version", decision.version());
    if (decision instanceof Decision.Denied denied) {
      shape.put("kind", denied.kind().name().toLowerCase(Locale.ROOT));
      shape.put("subject", denied.subject());
      shape.put("message", denied.sentence());
    }
    shape.put("reported", decision.reported().stream().map(PolicyShapes::reported).toList());
    return shape;
  }

  private static Map<String, @Nullable Object> reported(Decision.Denied denied) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("rule", denied.rule());
    shape.put("kind", denied.kind().name().toLowerCase(Locale.ROOT));
    shape.put("subject", denied.subject());
    shape.put("message", denied.sentence());
    return shape;
  }

  static Map<String, @Nullable Object> killSwitch(KillSwitch one) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", one.id());
    shape.put("level", one.level().word());
    shape.put("target", one.target());
    shape.put("reason", one.reason());
    shape.put("created_at", Times.iso(one.createdAt()));
    shape.put("created_by", one.createdBy());
    shape.put("ends_at", Times.iso(one.endsAt()));
    shape.put("ended_at", Times.iso(one.endedAt()));
    shape.put("ended_by", one.endedBy());
    return shape;
  }
}
