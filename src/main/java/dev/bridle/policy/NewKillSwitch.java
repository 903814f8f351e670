package dev.bridle.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A kill switch as an administrator orders it. */
public record NewKillSwitch(
    KillSwitch.Level level, @Nullable String target, String reason, @Nullable Instant endsAt) {
  private static final int LONGEST_REASON = 500;
  private static final Instant LATEST = Instant.EPOCH.plus(Duration.ofDays(365_000));

  /**
   * Reads one, or throws an {@link InvalidDocument}.
   *
   * @param providers the names that a provider can have
   */
  public static NewKillSwitch read(JsonNode json, Instant now, List<String> providers) {
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
    return new NewKillSwitch(level, target(order, level, providers), reason, endsAt(order, now));
  }

  private static @Nullable String target(
      Entry order, KillSwitch.Level level, List<String> providers) {
    if (level == KillSwitch.Level.ORGANIZATION) {
      if (order.text("target") != null) {
        throw order.invalid("target", "must be left out: the whole organization is stopped");
      }
      return null;
    }
    String target = order.required("target");
    if (level == KillSwitch.Level.PROVIDER) {
      return provider(order, target, providers);
    }
    order.requireGlob("target", target);
    return target;
  }

  /** In a hurry, names are mistyped: a switch on a provider that isn't there would stop nothing. */
  private static String provider(Entry order, String target, List<String> providers) {
    String word = target.strip().toLowerCase(Locale.ROOT);
    if (!providers.contains(word)) {
      throw order.invalid(
          "target", "must be a provider that is known: " + String.join(" or ", providers));
    }
    return word;
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
    if (end.isAfter(LATEST)) {
      throw order.invalid("ends_at", "is too far in the future");
    }
    if (!end.isAfter(now)) {
      throw order.invalid("ends_at", "must be in the future");
    }
    return end;
  }
}
