package dev.bridle.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every input that has ever found something, and the same many mutations of all seeds each time.
 */
class FuzzTargetsTest {
  private static final int CASES = 6_000;
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\n",
          "\r",
          "\r\n",
          "\n\n",
          " ",
          "\0",
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1e9",
          "1.0",
          "2147483648",
          "99999999999999999999",
          "NaN",
          "\\u0000",
          "\\ud800",
          "\\ud83d\\ude00",
          "\\u006dodel",
          "\u00ff",
          "\u00c1\u00ad",
          "\u00ed\u00a0\u0080",
          "\u00ef\u00bb\u00bf",
          "\u00f0\u009f\u0098\u0080",
          "\"model\":",
          "\"max_tokens\":",
          "\"stream\":true,",
          "\"tools\":[",
          "\"type\":",
          "\"source\":",
          "\"usage\":",
          "\"input_tokens\":",
          "\"output_tokens\":7",
          "\"prompt_tokens\":5",
          "\"choices\":[]",
          "\"iterations\":[{}]",
          "\"cache_control\":{\"ttl\":\"1h\"}",
          "\"role\":\"system\"",
          "\"include_usage\":true",
          "\"stream_options\":null,",
          "web_search_20260209",
          "claude-3-haiku",
          "data:",
          "event:",
          "event: message_delta\n",
          "data: [DONE]\n\n",
          ":\n",
          "id: 1\n");

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void everySeedIsHandled(FuzzTarget target) {
    List<byte[]> seeds = target.seeds();
    assertThat(seeds).isNotEmpty();
    seeds.forEach(seed -> check(target, seed));
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void manyMutationsAreHandled(FuzzTarget target) {
    var mutations = new Mutations(target.seeds(), WORDS);
    for (int i = 0; i < CASES; i++) {
      check(target, mutations.next());
    }
  }

  private static void check(FuzzTarget target, byte[] input) {
    try {
      target.check(input);
    } catch (Throwable found) {
      throw new AssertionError(
          "%s fails for: %s%nin hex, to be kept as a file in %s: %s"
              .formatted(
                  target,
                  new String(input, ISO_8859_1),
                  target.folder(),
                  HexFormat.of().formatHex(input)),
          found);
    }
  }
}
