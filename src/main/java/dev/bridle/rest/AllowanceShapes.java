package dev.bridle.rest;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.AllowanceEvents;
import dev.bridle.allowance.Standing;
import dev.bridle.allowance.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How allowances look in JSON; amounts are strings, of dollars the exact decimal. */
final class AllowanceShapes {
  private AllowanceShapes() {}

  static Map<String, @Nullable Object> of(Allowance allowance, List<Standing> standings) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", allowance.id());
    putTerms(shape, allowance);
    shape.put("balances", standings.stream().map(AllowanceShapes::balance).toList());
    return shape;
  }

  private static void putTerms(Map<String, @Nullable Object> shape, Allowance allowance) {
    shape.put("scope", allowance.scope().word());
    shape.put("target", allowance.target());
    shape.put("provider", allowance.provider());
    shape.put("model", allowance.model());
    shape.put("unit", allowance.unit().word());
    shape.put("window", allowance.window().word());
    shape.put("amount", allowance.unit().text(allowance.amount()));
    shape.put("mode", allowance.mode().word());
  }

  /** One allowance and where it stands. */
  static Map<String, @Nullable Object> standing(Standing standing) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    putTerms(shape, standing.allowance());
    putStanding(shape, standing);
    return shape;
  }

  private static Map<String, @Nullable Object> balance(Standing standing) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("target_id", standing.targetId());
    putStanding(shape, standing);
    return shape;
  }

  private static void putStanding(Map<String, @Nullable Object> shape, Standing standing) {
    Unit unit = standing.allowance().unit();
    shape.put("settled", unit.text(standing.settled()));
    shape.put("held", unit.text(standing.held()));
    shape.put("remaining", unit.text(standing.remaining()));
    shape.put("over_by", unit.text(standing.overBy()));
    shape.put("resets_at", Times.iso(standing.resetsAt().orElse(null)));
  }

  static Map<String, @Nullable Object> event(AllowanceEvents.Entry event) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", event.id());
    shape.put("allowance_id", event.allowanceId());
    shape.put("target_id", event.targetId());
    shape.put("kind", event.kind());
    shape.put("percent", event.percent());
    shape.put("settled", event.unit().text(event.settled()));
    shape.put("amount", event.unit().text(event.amount()));
    shape.put("call_id", event.callId());
    shape.put("occurred_at", Times.iso(event.occurredAt()));
    return shape;
  }
}
