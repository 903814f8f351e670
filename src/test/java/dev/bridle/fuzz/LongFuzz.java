package dev.bridle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer, for as long as one likes: {@code ./bridle test -Dtest=LongFuzz -Dfuzz.seconds=600}. Its
 * name keeps it out of the ordinary run. What it has learned stays in {@code target/fuzz}, and an
 * input that finds something is put there too.
 */
class LongFuzz {
  private static final long SECONDS = Long.getLong("fuzz.seconds", 60);
  private static final int LONGEST = 16 << 10;
  private static final String CLASSES =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void nothingIsFound(FuzzTarget target) throws Exception {
    var folder = Path.of("target", "fuzz", target.folder().getFileName().toString());
    var seeds = Files.createDirectories(folder.resolve("seeds"));
    var corpus = Files.createDirectories(folder.resolve("corpus"));
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(seeds.resolve("seed-" + number++), seed);
    }
    var log = folder.resolve("log.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                CLASSES,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=dev.bridle.**:tools.jackson.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_len=" + LONGEST,
                "-max_total_time=" + SECONDS,
                corpus.toString(),
                seeds.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(SECONDS + 120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(() -> end(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String end(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "without a log: " + e;
    }
  }
}
