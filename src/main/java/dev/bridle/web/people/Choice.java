package dev.bridle.web.people;

import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import java.time.Duration;
import java.util.List;

/** One of the things that a field lets people choose. */
public record Choice(String value, String label) {
  /** The roles that someone can have. */
  public static final List<Choice> ROLES =
      List.of(new Choice("member", "Member"), new Choice("admin", "Administrator"));

  /** How long a link can be good. */
  public static final List<Choice> INVITED_FOR =
      List.of(
          new Choice("1", "1 day"),
          new Choice("3", "3 days"),
          new Choice("7", "7 days"),
          new Choice("30", "30 days"));

  /** How long a token can be good. */
  public static final List<Choice> TOKEN_LIVES =
      List.of(
          new Choice("7", "7 days"),
          new Choice("30", "30 days"),
          new Choice("90", "90 days"),
          new Choice("365", "1 year"),
          new Choice("0", "It never ends by itself"));

  /** The number of days that was chosen. */
  static Duration days(Form form, List<Choice> choices) {
    String chosen = form.text("days");
    if (choices.stream().noneMatch(choice -> choice.value.equals(chosen))) {
      throw new InvalidField("days", "must be one of those in the list");
    }
    return Duration.ofDays(Long.parseLong(chosen));
  }
}
