package dev.bridle.organization;

import java.util.Locale;
import java.util.regex.Pattern;

/** An address of a person, in lower case, so that one person is one person. */
public record Email(String value) {
  private static final int LONGEST = 254;
  private static final Pattern RULE =
      Pattern.compile("[^\\s@<>\"',;:]+@[^\\s@<>\"',;:]+[^\\s@<>\"',;:.]");

  public Email {
    value = value.strip().toLowerCase(Locale.ROOT);
    if (value.length() > LONGEST || !RULE.matcher(value).matches()) {
      throw new InvalidField("email", "must be an e-mail address such as ana@example.com");
    }
  }

  /** What stands before the at sign: a name for people who gave none. */
  String beforeAt() {
    return value.substring(0, value.indexOf('@'));
  }

  @Override
  public String toString() {
    return value;
  }
}
