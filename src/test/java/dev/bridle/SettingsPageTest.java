package dev.bridle;

import static java.util.stream.Collectors.joining;

import dev.bridle.config.Setting;
import dev.bridle.testing.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
  private static final String HEAD =
      """
      # Settings

      Written by `SettingsPageTest` from `BridleSettings`; don't edit it by hand.

      Every setting is a flag of `./bridle serve`, a variable, and a line `key=value` in `DATA/bridle.properties`.
      A flag wins over a variable, a variable over the file. An unknown key in the file stops the start.

      A secret is never a flag and never a line in the file: it comes from its variable, or from the file that the
      variable with `_FILE` at its end names.

      """;

  @Test
  void thePageIsUpToDate() throws IOException {
    Page.isUpToDate(
        Path.of("docs", "settings.md"),
        HEAD
            + table(
                "| Flag and key | Variable | Default | Meaning |\n| --- | --- | --- | --- |\n",
                Setting.Kind.PLAIN)
            + "\n## Secrets\n\n"
            + table(
                "| Variable | Or a file named by | Meaning |\n| --- | --- | --- |\n",
                Setting.Kind.SECRET));
  }

  private static String table(String head, Setting.Kind kind) {
    return BridleSettings.ALL.stream()
        .filter(setting -> setting.kind() == kind)
        .map(SettingsPageTest::line)
        .collect(joining("", head, ""));
  }

  private static String line(Setting setting) {
    return switch (setting.kind()) {
      case PLAIN ->
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(setting.flag(), setting.variable(), fallback(setting), setting.doc());
      case SECRET ->
          "| `%s` | `%s_FILE` | %s |\n"
              .formatted(setting.variable(), setting.variable(), setting.doc());
    };
  }

  private static String fallback(Setting setting) {
    return setting.fallback().isEmpty() ? "none" : "`" + setting.fallback() + "`";
  }
}
