package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static String line(@Nullable Object... cells) throws IOException {
    var out = new ByteArrayOutputStream();
    new Csv(out).line(cells);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@sum(A1)", "\t=1", "=cmd|' /C calc'!A0"})
  void aTextThatLooksLikeAFormulaIsText(String text) throws IOException {
    assertThat(line(text)).isEqualTo("'" + text + "\r\n");
  }

  @Test
  void aFormulaBehindALineBreakIsQuotedToo() throws IOException {
    assertThat(line("\r=1,2")).isEqualTo("\"'\r=1,2\"\r\n");
  }

  @Test
  void numbersStayNumbers() throws IOException {
    assertThat(line(-3L, new Money(-500_000_000), "-3", null, "")).isEqualTo("-3,-0.5,'-3,,\r\n");
  }

  @Test
  void whatSeparatesIsQuoted() throws IOException {
    assertThat(line("a,b", "say \"hi\"", "two\nlines", "plain", "ünï"))
        .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",plain,ünï\r\n");
  }
}
