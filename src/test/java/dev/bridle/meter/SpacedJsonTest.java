package dev.bridle.meter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers differ in where they put space into their JSON; what an answer says stays the same. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.bridle.meter.Transcript#names")
class SpacedJsonTest {
  private final Transcript transcript;
  private final String text;

  SpacedJsonTest(String name) {
    transcript = new Transcript(name);
    text = new String(transcript.bytes(), ISO_8859_1);
  }

  private static String spaced(String json, String colon, String comma, String end) {
    var spaced = new StringBuilder();
    boolean inString = false;
    boolean escaped = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      spaced.append(
          inString
              ? String.valueOf(c)
              : switch (c) {
                case ':' -> colon;
                case ',' -> comma;
                case '}' -> end;
                default -> String.valueOf(c);
              });
      boolean quote = c == '"' && !escaped;
      escaped = inString && c == '\\' && !escaped;
      inString ^= quote;
    }
    return spaced.toString();
  }

  private String spaced(String colon, String comma, String end) {
    if (!transcript.isStream()) {
      return spaced(text, colon, comma, end);
    }
    return text.lines()
        .map(line ->
            line.startsWith("data:")
                ? "data:" + spaced(line.substring("data:".length()), colon, comma, end)
                : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private void assertReadsTheSame(String other) {
    Meter meter = transcript.meter();
    byte[] bytes = other.getBytes(ISO_8859_1);
    meter.see(bytes, 0, bytes.length);
    assertThat(other).isNotEqualTo(text);
    assertThat(meter.reading()).isEqualTo(transcript.reading());
  }

  @Test
  void aSpaceAfterEachColonAndCommaChangesNothing() {
    assertReadsTheSame(spaced(": ", ", ", "}"));
  }

  @Test
  void spaceOnBothSidesOfEverythingChangesNothing() {
    assertReadsTheSame(spaced(" \t:  ", " , ", "  }"));
  }
}
