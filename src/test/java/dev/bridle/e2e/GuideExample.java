package dev.bridle.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One fenced block of a page, with what the comment before it says.
 *
 * @param prints what running it must print
 * @param file the name under which it is a file for those that follow
 */
record GuideExample(
    String page, String language, String text, Optional<String> prints, Optional<String> file) {
  private static final Pattern FENCE =
      Pattern.compile(
          "(?:<!-- (?<key>prints|file): (?<value>.*?) -->\n)?```(?<language>\\w*)\n(?<text>.*?)```",
          Pattern.DOTALL);

  static List<GuideExample> of(Path page) {
    var examples = new ArrayList<GuideExample>();
    var fences = FENCE.matcher(read(page));
    while (fences.find()) {
      String key = String.valueOf(fences.group("key"));
      var value = Optional.ofNullable(fences.group("value"));
      examples.add(
          new GuideExample(
              String.valueOf(page.getFileName()),
              fences.group("language"),
              fences.group("text"),
              value.filter(_ -> key.equals("prints")),
              value.filter(_ -> key.equals("file"))));
    }
    return examples;
  }

  static long fences(Path page) {
    return read(page).lines().filter(line -> line.startsWith("```")).count() / 2;
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The steps that run it: its own, or one that runs its program. */
  String steps() {
    return switch (language) {
      // Tests may run as root; what a page says of that is true of the machine that runs them.
      case "yaml" -> (text.contains("claude -p") ? "env:\n  IS_SANDBOX: \"1\"\n" : "") + text;
      case "python" -> program("ask.py", "python3 ask.py");
      case "ts" -> program("ask.mjs", "node ask.mjs");
      default -> throw new IllegalArgumentException(language);
    };
  }

  private String program(String name, String command) {
    String lines = "cat > " + name + " <<'END'\n" + text + "END\n" + command + "\n";
    var yaml = new StringBuilder("steps:\n  - command: |\n");
    lines.lines().forEach(line -> yaml.append("      ").append(line).append('\n'));
    return yaml.toString().replace("$", "$$");
  }

  @Override
  public String toString() {
    return page + ":\n" + text;
  }
}
