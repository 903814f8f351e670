package dev.bridle.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The quick way of reading a line against the slow one. */
class AsciiLineTest {
  private static final List<String> PIECES =
      List.of(
          "Error",
          "a",
          "Z",
          " ",
          "é",
          "K\u212a",
          "\t",
          "\b",
          "\r",
          "\u0007",
          "\u001b",
          "\u001b[",
          "\u001b[31m",
          "\u001b[0m",
          "\u001b[2K",
          "\u001b[1 q",
          "\u001b[?25l",
          "\u001b_bk;t=1700000000000\u0007",
          "\u001b_open",
          "\u001b]0;title\u0007",
          "\u001b]8;;x\u001b\\",
          "\u001bM",
          "[m",
          "\\");

  @Test
  void whatItReadsIsWhatAReaderSees() {
    var random = new SplittableRandom(7);
    var line = new AsciiLine();
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int many = random.nextInt(7); many > 0; many--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (line.read(bytes, bytes.length)) {
        read++;
        String seen = LogSearch.readable(raw(bytes)).toLowerCase(Locale.ROOT);
        assertThat(line.toString()).as("%s", text).isEqualTo(seen);
        assertThat(line.contains(bytes("error"))).isEqualTo(seen.contains("error"));
        assertThat(line.contains(bytes("a z"))).isEqualTo(seen.contains("a z"));
      }
    }
    assertThat(read).isGreaterThan(20_000);
  }

  @Test
  void colouredLinesOfTestsAreReadQuickly() {
    var line = new AsciiLine();
    byte[] bytes = bytes("\u001b_bk;t=1700000000000\u0007\u001b[32mLine\u001b[0m 17 of Ten\r");
    assertThat(line.read(bytes, bytes.length)).isTrue();
    assertThat(line).hasToString("line 17 of ten");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static LineSplitter.RawLine raw(byte[] bytes) {
    var begin = new Checkpoint(0, 1, Style.PLAIN, -1);
    return new LineSplitter.RawLine(
        begin, Style.PLAIN, bytes, bytes.length, false, LineHead.of(bytes, bytes.length, -1));
  }
}
