package dev.bridle.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts Bridle's own commands as processes, with the flags of the script {@code bridle}. All of
 * them as it starts those that live for seconds, since none lives longer here.
 */
public final class Bridled {
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dorg.jooq.no-logo=true",
          "-Dorg.jooq.no-tips=true",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC");

  private Bridled() {}

  /**
   * Starts a command.
   *
   * @param largestFile kilobytes at which a file can't grow any more
   * @param output where all that it prints is appended
   */
  static Process start(
      Optional<Integer> largestFile,
      Map<String, String> variables,
      Path output,
      List<String> arguments) {
    var command = new ArrayList<String>();
    largestFile.ifPresent(kilobytes ->
        command.addAll(
            List.of("bash", "-c", "ulimit -S -f " + kilobytes + "; exec \"$@\"", "bash")));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add("dev.bridle.cli.Main");
    command.addAll(arguments);
    return start(new ProcessBuilder(command), variables, output);
  }

  public static Process start(Map<String, String> variables, Path output, String... arguments) {
    return start(Optional.empty(), variables, output, List.of(arguments));
  }

  private static Process start(ProcessBuilder builder, Map<String, String> variables, Path output) {
    builder.environment().keySet().removeIf(name -> name.startsWith("BRIDLE_"));
    builder.environment().remove("ANTHROPIC_API_KEY");
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
