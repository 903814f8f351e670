package dev.bridle.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Bodies that two readers could read in two ways. */
final class Unreadable {
  private Unreadable() {}

  static List<Arguments> bodies() {
    return List.of(
        text("a byte order mark", "\ufeff{\"model\":\"claude-sonnet-5-5\"}"),
        of("two bytes for a character", "{\"model\":\"claude-sonnet-5-5\"}".getBytes(UTF_16LE)),
        bytes(
            "too long a spelling", "{\"model\":\"claude-sonnet-5-5\",\"\u00c1\u00adax_tokens\":1}"),
        bytes("too long a spelling of a model", "{\"model\":\"claude-\u00c1\u00a8aiku-5-5\"}"),
        bytes("a byte of another alphabet", "{\"model\":\"claude-sonnet-5-5\",\"x\":\"\u00fc\"}"),
        bytes(
            "half a character in UTF-8",
            "{\"model\":\"claude-sonnet-5-5\",\"x\":\"\u00ed\u00a0\u0080\"}"),
        bytes("a character cut short", "{\"model\":\"claude-sonnet-5-5\",\"x\":\"\u00e2\u0082\"}"),
        text("half a character as a model", "{\"model\":\"claude-\\ud800\"}"),
        text("half a character in a name", "{\"model\":\"claude-sonnet-5-5\",\"\\udc00\":1}"),
        text("a key twice", "{\"model\":\"claude-sonnet-5-5\",\"model\":\"claude-opus-5\"}"),
        text(
            "a key twice, once escaped",
            "{\"model\":\"claude-sonnet-5-5\",\"\\u006dodel\":\"claude-opus-5\"}"),
        text("a number with an exponent", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1e9}"),
        text("no number", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":NaN}"),
        text("a number as text", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":\"9\"}"),
        text("a comment", "{\"model\":\"claude-sonnet-5-5\"/* */}"),
        text("two objects", "{\"model\":\"claude-sonnet-5-5\"}{\"model\":\"claude-opus-5\"}"),
        text("NUL after it", "{\"model\":\"claude-sonnet-5-5\"}\0"));
  }

  private static Arguments text(String name, String body) {
    return of(name, body.getBytes(UTF_8));
  }

  /** A character for each byte. */
  private static Arguments bytes(String name, String body) {
    return of(name, body.getBytes(ISO_8859_1));
  }

  private static Arguments of(String name, byte[] body) {
    return Arguments.of(name, body);
  }
}
