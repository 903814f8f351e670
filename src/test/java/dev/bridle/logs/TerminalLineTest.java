package dev.bridle.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalLineTest {
  private static final String ESC = "\u001b";

  private static List<Span> spans(String text) {
    return TerminalLine.of(text, Style.PLAIN).spans();
  }

  private static String readable(String text) {
    return spans(text).stream().map(Span::text).collect(Collectors.joining());
  }

  private static Style after(String numbers) {
    return Style.PLAIN.after(numbers);
  }

  @Test
  void plainTextIsOneSpan() {
    assertThat(spans("hello\r")).containsExactly(new Span("hello", Style.PLAIN));
    assertThat(spans("")).isEmpty();
  }

  @Test
  void markupStaysText() {
    assertThat(readable("<script>alert('x')</script> & \"q\""))
        .isEqualTo("<script>alert('x')</script> & \"q\"");
  }

  @Test
  void coloursBeginAndEnd() {
    assertThat(spans("a" + ESC + "[1;31mred" + ESC + "[0m b"))
        .containsExactly(
            new Span("a", Style.PLAIN),
            new Span("red", new Style(new Colour.Palette(1), null, Set.of(Style.Effect.BOLD))),
            new Span(" b", Style.PLAIN));
  }

  @ParameterizedTest
  @CsvSource({
    "31, 1, ''",
    "97, 15, ''",
    "38;5;200, 200, ''",
    "38:5:200, 200, ''",
    "44, '', 4",
    "104, '', 12",
    "48;5;0, '', 0",
    "31;39, '', ''",
    "31;0, '', ''",
    "31;, '', ''",
    "38;5, '', ''",
    "38;5;256, '', ''",
    "38;9;1;31, 1, ''",
    "999;31, 1, ''",
    "x, '', ''",
    "38;5;200;44, 200, 4",
  })
  void theNumbersOfThePalette(String numbers, String front, String back) {
    assertThat(after(numbers).front())
        .isEqualTo(front.isEmpty() ? null : new Colour.Palette(Integer.parseInt(front)));
    assertThat(after(numbers).back())
        .isEqualTo(back.isEmpty() ? null : new Colour.Palette(Integer.parseInt(back)));
  }

  @Test
  void trueColours() {
    assertThat(after("38;2;255;128;0").front()).isEqualTo(new Colour.Rgb(255, 128, 0));
    assertThat(after("48:2::1:2:3").back()).isEqualTo(new Colour.Rgb(1, 2, 3));
    assertThat(after("38;2;256;0;0").front()).isNull();
    assertThat(new Colour.Rgb(255, 128, 0).hex()).isEqualTo("#ff8000");
  }

  @Test
  void effectsComeAndGo() {
    assertThat(after("1;2;3;4;7;9").effects()).containsExactlyInAnyOrder(Style.Effect.values());
    assertThat(after("1;2;3;4;7;9;22;23;24;27;29")).isEqualTo(Style.PLAIN);
  }

  @Test
  void whatIsWrittenOverIsGone() {
    assertThat(readable("10%\r50%\r100%")).isEqualTo("100%");
    assertThat(readable("abcdef\rXY")).isEqualTo("XYcdef");
    assertThat(readable("abcdef\rXY" + ESC + "[K")).isEqualTo("XY");
    assertThat(readable("abc\b\bX")).isEqualTo("aXc");
    assertThat(readable("abc" + ESC + "[2Kd")).isEqualTo("   d");
    assertThat(readable("abcdef\rXY" + ESC + "[1K")).isEqualTo("   def");
  }

  @Test
  void allOtherCodesVanish() {
    assertThat(readable(ESC + "_bk;t=1700000000000\u0007x")).isEqualTo("x");
    assertThat(readable(ESC + "]8;;http://evil\u0007link" + ESC + "]8;;" + ESC + "\\!"))
        .isEqualTo("link!");
    assertThat(readable(ESC + "[2J" + ESC + "[10;20H" + ESC + "[?25l" + ESC + "cx")).isEqualTo("x");
    assertThat(readable("a\u0000\u0001\u0008\u000b\u007f\u0085\u009b31mb")).isEqualTo("31mb");
    assertThat(readable(ESC + "(Bx" + ESC)).isEqualTo("x");
    assertThat(readable("x" + ESC + "]never ended")).isEqualTo("x");
    assertThat(readable(ESC + "P1$r" + ESC + "\\x")).isEqualTo("x");
  }

  @Test
  void aTabAndWideLettersStay() {
    assertThat(readable("a\tb 🚨 grüße")).isEqualTo("a\tb 🚨 grüße");
  }

  @Test
  void anyBytesGiveTextWithoutCodesAndBounded() {
    var random = new Random(5);
    String alphabet = ESC + "[]_;0123456789mK\r\b\u0007\\abc<&\u009b\ud83d";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(60);
      for (int k = 0; k < length; k++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(readable(text.toString())).doesNotContain(ESC, "\r", "\b", "\u0007", "\u009b");
    }
    assertThat(readable("x".repeat(100_000))).hasSize(20_000);
  }
}
