package dev.bridle.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A kill switch as an administrator orders it. */
public record NewKillSwitch(
    KillSwitch.Level level, @Nullable String target, String reason, @Nullable Instant endsAt) {
  private static final int LONGEST_REASON = 500;

  /** Reads one, or throws an {@link InvalidDocument}. */
  public static NewKillSwitch read(JsonNode json, Instant now) {
    var order = Entry.of("The kill switch", json);
    order.allowOnly(Set.of("level", "target", "reason", "ends_at"));
    var level =
        KillSwitch.Level.find(order.required("level"))
            .orElseThrow(() ->
                order.invalid("level", "must be organization, pipeline, provider, model or job"));
    String reason = order.required("reason").strip();
    if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      throw order.invalid(
          "reason", "must be one line of at most " + LONGEST_REASON + " characters");
    }
    return new NewKillSwitch(level, target(order, level), reason, endsAt(order, now));
  }

  private static @Nullable String target(Entry order, KillSwitch.Level level) {
    if (level == KillSwitch.Level.ORGANIZATION) {
      if (order.text("target") != null) {
        throw order.invalid("target", "must be left out: the whole organization is stopped");
      }
      return null;
    }
    String target = order.required("target");
    order.requireGlob("target", target);
    return target;
  }

  private static @Nullable Instant endsAt(Entry order, Instant now) {
    String text = order.text("ends_at");
    if (text == null) {
      return null;
    }
    Instant end;
    try {
      end = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw order.invalid("ends_at", "must be a time such as 2026-11-23T20:15:00Z");
    }
    if (!end.isAfter(now)) {
      throw order.invalid("ends_at", "must be in the future");
    }
    return end;
  }
}
