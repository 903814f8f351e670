package dev.bridle.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values (RFC 4180). Spreadsheets take a text that begins like a formula
 * for one, so such a text gets a quotation mark before it; numbers stay as they are.
 */
record Csv(OutputStream out) {
  private static final String FORMULA = "=+-@\t\r";

  void line(@Nullable Object... cells) throws IOException {
    String line = Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    out.write(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> quoted(safe(text));
      default -> value.toString();
    };
  }

  private static String safe(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
