package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What an administrator types against a running server. */
public final class CommandLineForTests {
  private CommandLineForTests() {}

  /** Runs {@code admin} with these words, expects this status, and returns all that was printed. */
  public static String run(int status, CallDesk desk, String words) {
    return run(status, desk, Map.of(), words);
  }

  /** With more variables around it. */
  public static String run(int status, CallDesk desk, Map<String, String> variables, String words) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    String url = desk.rest("").toString().replaceAll("/v2/.*", "");
    var all = new HashMap<>(variables);
    all.put("BRIDLE_URL", url);
    all.put("BRIDLE_API_TOKEN", desk.apiToken);
    int ended = Main.run(all, print, print, ("admin " + words).split(" ", -1));
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(ended).as(text).isEqualTo(status);
    return text;
  }
}
