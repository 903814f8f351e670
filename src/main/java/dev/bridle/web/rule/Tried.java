package dev.bridle.web.rule;

import dev.bridle.auth.Token;
import dev.bridle.http.HttpError;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** That a form was tried before it is saved, just as it is now. */
final class Tried {
  private static final String FIELD = "tried";
  private static final int BUSY = 429;
  private static final int DAYS = 7;
  private static final int MOST_DAYS = 31;

  private Tried() {}

  /** What the form holds, in short; goes with the form as a hidden field. */
  static String mark(Form form, String... fields) {
    return Token.hash(
        Arrays.stream(fields)
            .map(name -> name + "=" + form.verbatim(name).strip())
            .collect(Collectors.joining("\0")));
  }

  /** Whether it is to be saved, and its dry run was seen. */
  static boolean saves(Form form, String... fields) {
    return form.text("act").equals("save") && form.text(FIELD).equals(mark(form, fields));
  }

  /** What is said when it was to be saved and is only tried. */
  static Optional<String> note(Form form) {
    return form.text("act").equals("save")
        ? Optional.of(
            "Nothing was saved: this was changed after its dry run. Here is one of what stands below now.")
        : Optional.empty();
  }

  /** How far a dry run looks back. */
  static Duration time(Form form) {
    String days = form.find("days").orElse(String.valueOf(DAYS));
    int number = days.matches("\\d{1,2}") ? Integer.parseInt(days) : 0;
    if (number < 1 || number > MOST_DAYS) {
      throw new InvalidField("days", "must be a whole number from 1 to " + MOST_DAYS);
    }
    return Duration.ofDays(number);
  }

  static boolean isBusy(HttpError error) {
    return error.status() == BUSY;
  }
}
