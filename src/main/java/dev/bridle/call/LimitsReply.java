package dev.bridle.call;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Limit;
import dev.bridle.allowance.Standing;
import dev.bridle.http.Reply;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a job is told of the allowances that its calls are charged to. */
final class LimitsReply {
  private LimitsReply() {}

  static Reply of(List<Limit> limits) {
    var standings = limits.stream().map(Limit::standing).toList();
    return Reply.ok(Map.of("limits", limits.stream().map(LimitsReply::shape).toList()))
        .with(LimitHeaders.of(MessagesFormat.INSTANCE, standings));
  }

  private static Map<String, @Nullable Object> shape(Limit limit) {
    Standing standing = limit.standing();
    Allowance allowance = standing.allowance();
    var unit = allowance.unit();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", allowance.id());
    shape.put("scope", allowance.scope().word());
    shape.put("provider", allowance.provider());
    shape.put("model", allowance.model());
    shape.put("unit", unit.word());
    shape.put("window", allowance.window().word());
    shape.put("mode", allowance.mode().word());
    shape.put("amount", unit.text(allowance.amount()));
    shape.put("settled", unit.text(standing.settled()));
    shape.put("held", unit.text(standing.held()));
    shape.put("remaining", unit.text(standing.remaining()));
    shape.put("over_by", unit.text(standing.overBy()));
    shape.put("waiting", limit.waiting());
    shape.put(
        "resets_at",
        standing.resetsAt().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null));
    return shape;
  }
}
