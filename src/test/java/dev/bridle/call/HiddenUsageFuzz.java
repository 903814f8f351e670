package dev.bridle.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes as a chat stream: the client sees all of it but the events that tell the usage. */
public final class HiddenUsageFuzz {
  private static final int LONGEST = 64 << 10;
  private static final Pattern LINE = Pattern.compile("[^\r\n]*(?:\r\n|\r|\n)");

  private HiddenUsageFuzz() {}

  public static void fuzzerTestOneInput(byte[] stream) {
    var random = new Random(Arrays.hashCode(stream));
    byte[] expected = visible(new String(stream, ISO_8859_1)).getBytes(ISO_8859_1);
    assertThat(seen(stream, left -> left)).isEqualTo(expected);
    assertThat(seen(stream, _ -> 1)).isEqualTo(expected);
    assertThat(seen(stream, left -> random.nextInt(left + 1))).isEqualTo(expected);
  }

  private static byte[] seen(byte[] stream, IntUnaryOperator sizes) {
    var filter = new HiddenUsage();
    var out = new ByteArrayOutputStream();
    for (int at = 0; at < stream.length; ) {
      int size = sizes.applyAsInt(stream.length - at);
      out.writeBytes(filter.pass(stream, at, size));
      at += size;
    }
    out.writeBytes(filter.rest());
    return out.toByteArray();
  }

  /** The same rule, told of a whole text and its lines. */
  static String visible(String stream) {
    var out = new StringBuilder();
    var event = new StringBuilder();
    Matcher lines = LINE.matcher(stream);
    int end = 0;
    while (lines.lookingAt()) {
      String line = lines.group();
      event.append(line);
      end = lines.end();
      lines.region(end, stream.length());
      if (line.chars().allMatch(c -> c == 10 || c == 13)) {
        out.append(isUsageAlone(event.toString(), line) ? "" : event);
        event.setLength(0);
      }
    }
    return out.append(event).append(stream.substring(end)).toString();
  }

  private static boolean isUsageAlone(String event, String lastLine) {
    int length = lastLine.length() == 2 ? event.length() - 1 : event.length();
    if (length >= LONGEST || !event.contains("\"prompt_tokens\"")) {
      return false;
    }
    String data =
        new String(event.getBytes(ISO_8859_1), UTF_8)
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring("data:".length()))
            .collect(Collectors.joining("\n"));
    try {
      JsonNode chunk = JsonMapper.shared().readTree(data);
      return chunk.path("choices").isEmpty() && chunk.path("usage").isObject();
    } catch (JacksonException e) {
      return false;
    }
  }
}
