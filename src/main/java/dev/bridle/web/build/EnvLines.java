package dev.bridle.web.build;

import dev.bridle.organization.InvalidField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Variables as people type them: one {@code NAME=value} a line. */
final class EnvLines {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  private EnvLines() {}

  /**
   * Reads the lines; blank ones and those that begin with {@code #} say nothing.
   *
   * @param field the field that they were typed into
   */
  static Map<String, String> of(String field, String text) {
    var env = new LinkedHashMap<String, String>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      if (equals < 0) {
        throw new InvalidField(field, "has no = in line " + number + "; write NAME=value");
      }
      if (!NAME.matcher(name).matches()) {
        throw new InvalidField(
            field,
            "has a name in line "
                + number
                + " that no variable can have; use letters, digits and _, no digit first");
      }
      if (env.put(name, line.substring(equals + 1)) != null) {
        throw new InvalidField(field, "has " + name + " a second time in line " + number);
      }
    }
    return env;
  }
}
