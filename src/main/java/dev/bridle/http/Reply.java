package dev.bridle.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer in one piece, or one that is written while it is made.
 *
 * @param body in one piece; empty when it is written
 * @param writing writes the body; null when it is in one piece
 */
public record Reply(int status, Headers headers, byte[] body, @Nullable Writing writing) {
  private static final byte[] NOTHING = {};

  /** Writes a body of any length; may block, and fails when nobody reads any more. */
  @FunctionalInterface
  public interface Writing {
    void to(OutputStream out) throws IOException;
  }

  public Reply(int status, Headers headers, byte[] body) {
    this(status, headers, body, null);
  }

  public static Reply written(String contentType, Writing writing) {
    return new Reply(200, Headers.of("Content-Type", contentType), NOTHING, writing);
  }

  public static Reply json(int status, Object value) {
    return new Reply(
        status,
        Headers.of("Content-Type", "application/json; charset=utf-8"),
        JsonMapper.shared().writeValueAsBytes(value));
  }

  public static Reply ok(Object value) {
    return json(200, value);
  }

  /** The error shape of the agent API and of REST v2. */
  public static Reply message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  public static Reply of(HttpError error) {
    return message(error.status(), error.sentence()).with(error.headers());
  }

  public static Reply text(int status, String contentType, String text) {
    return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply bytes(int status, String contentType, byte[] body) {
    return new Reply(status, Headers.of("Content-Type", contentType), body);
  }

  public static Reply empty(int status) {
    return new Reply(status, Headers.NONE, NOTHING);
  }

  public Reply with(String name, String value) {
    return new Reply(status, headers.with(name, value), body, writing);
  }

  /** With headers of which its own ones take precedence. */
  public Reply over(Headers others) {
    return new Reply(status, others.replacedBy(headers), body, writing);
  }

  public Reply withStatus(int other) {
    return new Reply(other, headers, body);
  }

  public Reply with(Headers more) {
    return new Reply(status, headers.with(more), body, writing);
  }
}
